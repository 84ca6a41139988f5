using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>The way back from a rollout to prod. Needs access to its cluster, and nothing else.</summary>
public interface IRollbackProd : IHazRollbackTarget, IHazLock, IHazNow
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(To), nameof(Now), nameof(LockWait)])]
    Target RollbackProd => _ => _
        .Description("Puts all services in prod back on the release before, config included; ends a rollout that is under way.")
        .Executes(() => Session.RunAsync(cancellationToken => RollbackJob.RunAsync(Session, IDeployProd.Prod, nameof(RollbackProd), To, cancellationToken)));
}

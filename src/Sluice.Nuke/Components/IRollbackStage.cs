using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>The way back from a deploy to stage.</summary>
public interface IRollbackStage : IHazRollbackTarget, IHazLock
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(To), nameof(LockWait)])]
    Target RollbackStage => _ => _
        .Description("Brings the release before back to stage, config included; each call goes one further back.")
        .Executes(() => Session.RunAsync(cancellationToken => RollbackJob.RunAsync(Session, IDeployStage.Stage, nameof(RollbackStage), To, cancellationToken)));
}

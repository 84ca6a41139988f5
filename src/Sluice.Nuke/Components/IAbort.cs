using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Components;

/// <summary>The way back from a rollout that is under way.</summary>
public interface IAbort : IHazReason, IHazLock
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(Reason)])]
    Target Abort => _ => _
        .Description("Takes the traffic back from a running rollout and ends it.")
        .Executes(() => Session.RunAsync(cancellationToken => SignalJob.RunAsync(Session, Environment, new SignalWish(nameof(Abort), RolloutSignal.Abort), Reason, cancellationToken)));
}

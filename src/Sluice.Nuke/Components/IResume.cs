using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Components;

/// <summary>The way on for a rollout that stands still.</summary>
public interface IResume : IHazReason, IHazLock
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(Reason)])]
    Target Resume => _ => _
        .Description("Goes on with a rollout that was paused, interrupted or left by its run.")
        .Executes(() => Session.RunAsync(cancellationToken => SignalJob.RunAsync(Session, Environment, new SignalWish(nameof(Resume), RolloutSignal.Resume), Reason, cancellationToken)));
}

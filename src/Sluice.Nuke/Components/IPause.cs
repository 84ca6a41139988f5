using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Components;

/// <summary>A person's word that no further step of a rollout begins.</summary>
public interface IPause : IHazReason
{
    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(Reason)])]
    Target Pause => _ => _
        .Description("No further step of a rollout begins until somebody types Resume.")
        .Executes(() => Session.RunAsync(cancellationToken => SignalJob.RunAsync(Session, Environment, new SignalWish(nameof(Pause), RolloutSignal.Pause), Reason, cancellationToken)));
}

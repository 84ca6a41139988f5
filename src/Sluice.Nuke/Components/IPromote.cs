using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts.Machine;

namespace Sluice.Nuke.Components;

/// <summary>A person's word that a rollout goes on.</summary>
public interface IPromote : IHazReason, IHazLock
{
    [Parameter("Lets this and all later steps of the rollout count as passed, as soon as the new pods are ready.")]
    bool Full => TryGetValue<bool?>(() => Full) ?? false;

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(Full), nameof(Reason)])]
    Target Promote => _ => _
        .Description("Lets the present step of a rollout count as passed, by your decision.")
        .Executes(() => Session.RunAsync(cancellationToken =>
            SignalJob.RunAsync(Session, Environment, new SignalWish(nameof(Promote), Full ? RolloutSignal.PromoteFully : RolloutSignal.Promote), Reason, cancellationToken)));
}

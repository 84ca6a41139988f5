using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Sweeping;

namespace Sluice.Reports.Rollouts;

/// <summary>What somebody who does not drive it can see of an environment's newest rollout. Pure.</summary>
/// <param name="Record">The newest rollout; <see langword="null"/> where there was none.</param>
/// <param name="Lines">What happened in it, oldest first.</param>
/// <param name="Stacks">All stacks that are there.</param>
/// <param name="IsDriven">Whether somebody holds the environment's lock, and so may be driving it.</param>
/// <param name="At">When it was seen.</param>
public sealed record RolloutGlance(RolloutRecord? Record, IReadOnlyList<JournalLine> Lines, IReadOnlyList<StackFacts> Stacks, bool IsDriven, DateTimeOffset At)
{
    /// <summary>The newest rollout, if it is not over.</summary>
    public RolloutRecord? Open => Record is { Stage: not RolloutStage.Over } ? Record : null;

    /// <summary>What is due, and what will be, the earliest first.</summary>
    public IReadOnlyList<DueItem> Due => DueWork.Of(Stacks, Record, IsDriven, At);

    /// <summary>The rollout as its driver shows it, but for what only the driver knows: the gates' numbers.</summary>
    public RolloutPicture? Picture => Record is { } record
        ? new RolloutPicture(record.Number, record.Release.Version, record.State, [.. record.State.Plan.Services.Select(plan => Lane(plan, record.Lanes.FirstOrDefault(lane => lane.Service == plan.Service)))], At)
        : null;

    private LanePicture Lane(ServicePlan plan, LaneRecord? lane)
    {
        if (lane is null)
        {
            return new LanePicture(plan.Service, null, null, null, "", "");
        }

        var stable = Stacks.FirstOrDefault(stack => stack.Id.Service == lane.Service && stack.Id.Name == lane.Deployment);
        var candidate = Stacks.FirstOrDefault(stack => stack.Id.Service == lane.Service && stack.Id.Name == lane.Candidate);
        return new LanePicture(plan.Service, new LaneSight(Sight(stable), Sight(candidate)) { Weight = Weight(plan.Router, stable, candidate) }, null, null, stable?.Revision ?? "", lane.Revision);
    }

    private static StackSight Sight(StackFacts? stack) => stack is null ? new StackSight(0, 0) : new StackSight(stack.Pods, stack.Ready);

    /// <summary>Only where the Services alone say it: a weight elsewhere is the driver's to read.</summary>
    private static int? Weight(Model.Environments.TrafficRouter router, StackFacts? stable, StackFacts? candidate) => (router, stable, candidate) switch
    {
        (_, _, { IsServing: true }) => 100,
        (Model.Environments.TrafficRouter.Service or Model.Environments.TrafficRouter.Replicas, { IsServing: true }, _) => 0,
        _ => null,
    };
}

using Sluice.Rollouts.Driver;
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
}

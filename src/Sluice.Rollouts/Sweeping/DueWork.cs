using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Sweeping;

/// <summary>What kind of thing is due. The closed list.</summary>
public enum DueKind
{
    /// <summary>A warm stack whose time is over: it goes.</summary>
    WarmStack,

    /// <summary>A stack that neither serves nor is kept for anything: it goes.</summary>
    LeftoverStack,

    /// <summary>A rollout that nobody drives, and whose candidate has weight: the weight is taken back, so that it can be resumed or aborted.</summary>
    UnwatchedWeight,

    /// <summary>A rollout that nobody drives; no candidate has weight. A person decides.</summary>
    UnfinishedRollout,
}

/// <summary>Something that falls due after the command that began it has ended.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">One sentence for people.</param>
/// <param name="At">When it is due; in the past, if it is due now.</param>
public sealed record DueItem(DueKind Kind, string Text, DateTimeOffset At)
{
    /// <summary>The stack that it is about; <see langword="null"/> for a rollout.</summary>
    public StackId? Stack { get; init; }

    /// <summary>Whether it is due.</summary>
    public bool IsDue(DateTimeOffset now) => At <= now;
}

/// <summary>Finds what falls due in an environment. Pure.</summary>
public static class DueWork
{
    /// <param name="stacks">All stacks that are there.</param>
    /// <param name="newest">The newest rollout; <see langword="null"/> where there was none.</param>
    /// <param name="isDriven">Whether somebody holds the environment's lock, and so may be driving it.</param>
    /// <param name="now">The present.</param>
    /// <returns>What is due, and what will be, the earliest first.</returns>
    public static IReadOnlyList<DueItem> Of(IReadOnlyList<StackFacts> stacks, RolloutRecord? newest, bool isDriven, DateTimeOffset now)
    {
        var open = newest is { Stage: not RolloutStage.Over } ? newest : null;
        var items = new List<DueItem>();
        foreach (var stack in stacks.Where(one => !one.IsServing))
        {
            if (stack is { IsWarm: true, WarmUntil: { } until })
            {
                items.Add(new DueItem(DueKind.WarmStack, $"{stack.Id.Name} is warm for an instant rollback and goes then.", until) { Stack = stack.Id });
            }
            else if (!stack.IsWarm && IsLeft(stack, stacks, open))
            {
                items.Add(new DueItem(DueKind.LeftoverStack, $"{stack.Id.Name} serves nothing and is kept for nothing.", now) { Stack = stack.Id });
            }
        }

        if (open is not null && !isDriven)
        {
            var weighted = open.State.Services.Where(service => service is { Weight: > 0, Phase: < ServicePhase.Promoted, HadStable: true }).Select(service => service.Service).ToList();
            items.Add(weighted.Count > 0 && !open.State.IsLeft
                ? new DueItem(DueKind.UnwatchedWeight, $"Rollout {open.Number} ({open.Release.Version}) gives a part of the traffic of {string.Join(", ", weighted)} to candidates, and nobody watches it.", now)
                : new DueItem(DueKind.UnfinishedRollout, $"Rollout {open.Number} ({open.Release.Version}) is {open.State.Phase} and nobody drives it.", now));
        }

        return [.. items.OrderBy(item => item.At).ThenBy(item => item.Text, StringComparer.Ordinal)];
    }

    // A plain Deployment is the user's own until a promotion replaced it; where nothing serves, nothing is left over.
    private static bool IsLeft(StackFacts stack, IReadOnlyList<StackFacts> all, RolloutRecord? open) =>
        !stack.Id.IsAdopted
        && all.Any(other => other.Id.Service == stack.Id.Service && other.IsServing)
        && open?.Lanes.Any(lane => lane.Candidate == stack.Id.Name || lane.Deployment == stack.Id.Name) != true;
}

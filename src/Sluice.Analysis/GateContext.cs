namespace Sluice.Analysis;

/// <summary>A step of the rollout as a gate sees it.</summary>
/// <param name="Weight">Share of the traffic that the candidate gets, in percent, above 0 and at most 100.</param>
public sealed record GateStep(double Weight)
{
    /// <summary>How long it lasts at least; <see langword="null"/> for what the gate says.</summary>
    public TimeSpan? Dwell { get; init; }

    /// <summary>How long it may last; <see langword="null"/> for what the gate says.</summary>
    public TimeSpan? Deadline { get; init; }
}

/// <summary>What a gate has to know about the rollout, beside its own definition.</summary>
public sealed record GateContext
{
    /// <summary>Steps with a weight, in order; the last one leads to all of the traffic.</summary>
    public IReadOnlyList<GateStep> Steps { get; init; } = [new(100)];

    /// <summary>How stable behaved before the rollout; <see langword="null"/> where nobody knows.</summary>
    public GateHistory? History { get; init; }

    /// <summary>Pods of the candidate, for how much pods differ by themselves; 0 where unknown.</summary>
    public int CandidatePods { get; init; }

    /// <summary>Pods of stable; 0 where unknown.</summary>
    public int BaselinePods { get; init; }
}

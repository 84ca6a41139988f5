namespace Sluice.Rollouts.Driver;

/// <summary>A step as a gate has to see it.</summary>
/// <param name="Weight">Percent that the step gives to the candidate.</param>
/// <param name="Since">When that weight was read back.</param>
public sealed record GateView(int Weight, DateTimeOffset Since);

/// <summary>What a gate found, for people.</summary>
/// <param name="Gate">Its name.</param>
/// <param name="Text">The answer in one sentence with its numbers.</param>
public sealed record GateSight(string Gate, string Text)
{
    /// <summary>How far the evidence for a pass is, 0–1; <see langword="null"/> where there is no such number.</summary>
    public double? ToPass { get; init; }

    /// <summary>How far the evidence for a rollback is, 0–1; <see langword="null"/> where there is no such number.</summary>
    public double? ToRollback { get; init; }

    /// <summary>Requests of the candidate since the gate began to look, and bad ones among them.</summary>
    public double CandidateRequests { get; init; }

    public double CandidateBad { get; init; }

    /// <summary>The same of stable.</summary>
    public double StableRequests { get; init; }

    public double StableBad { get; init; }
}

namespace Sluice.Rollouts.Driver;

/// <summary>How driving the machine ended. The closed list is this file.</summary>
/// <param name="Record">As it is now.</param>
internal abstract record DriveEnd(RolloutRecord Record)
{
    /// <summary>From the decision to go back to weight 0 read back everywhere; null where that was not seen.</summary>
    public TimeSpan? TrafficBack { get; init; }

    /// <summary>Where evidence was kept.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The machine is in a terminal state.</summary>
    public sealed record Over(RolloutRecord Record) : DriveEnd(Record);

    /// <summary>The process was told to end.</summary>
    /// <param name="Record">As it is now.</param>
    /// <param name="IsTakenBack">Whether it was read back that no candidate that is not promoted has weight.</param>
    public sealed record Suspended(RolloutRecord Record, bool IsTakenBack) : DriveEnd(Record);

    /// <summary>It cannot go on.</summary>
    public sealed record Failed(RolloutRecord Record, ClusterProblem Problem) : DriveEnd(Record);
}

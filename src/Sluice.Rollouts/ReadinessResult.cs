namespace Sluice.Rollouts;

/// <summary>How waiting for workloads ended.</summary>
public abstract record ReadinessResult
{
    private ReadinessResult()
    {
    }

    /// <summary>All of them serve.</summary>
    /// <param name="Elapsed">From the call to the moment it was seen.</param>
    public sealed record Ready(TimeSpan Elapsed) : ReadinessResult;

    /// <summary>At least one will not become ready by itself.</summary>
    public sealed record Failed(IReadOnlyList<ReadinessFailure> Failures) : ReadinessResult;

    /// <summary>The deadline passed. The failures say what each missing service was waiting for.</summary>
    public sealed record TimedOut(TimeSpan Deadline, IReadOnlyList<ReadinessFailure> Failures) : ReadinessResult;

    /// <summary>The cluster could not be asked.</summary>
    public sealed record Unreachable(ClusterProblem Problem) : ReadinessResult;
}

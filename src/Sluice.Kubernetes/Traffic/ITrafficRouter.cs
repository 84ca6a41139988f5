using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>
/// One way to share traffic between two stacks that are both there. What it did is read by <see cref="TrafficReading"/>.
/// </summary>
internal interface ITrafficRouter
{
    /// <summary>Whether anything but the pointers helps on the way.</summary>
    bool HasHelpers { get; }

    /// <summary>What a weight needs is there, short of the weight itself.</summary>
    Task<Ensured> EnsureAsync(Lane lane, LaneStacks stacks, CancellationToken cancellationToken);

    /// <summary>The candidate, which has ready pods, gets this part, 1–100.</summary>
    Task<ClusterProblem?> SetWeightAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken);

    /// <summary>What helped goes; the pointers name the stack that serves.</summary>
    Task<ClusterProblem?> RemoveAsync(Lane lane, CancellationToken cancellationToken);
}

/// <summary>Whether a weight may be set now. Without a problem and not ready: later, when the cluster has followed.</summary>
internal readonly record struct Ensured(ClusterProblem? Problem, bool IsReady)
{
    public static Ensured Ready { get; } = new(null, true);

    public static Ensured NotYet { get; } = new(null, false);

    public static Ensured Failed(ClusterProblem problem) => new(problem, false);
}

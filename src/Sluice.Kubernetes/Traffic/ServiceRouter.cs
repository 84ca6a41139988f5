using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>All or nothing: the selector of the Service.</summary>
internal sealed class ServiceRouter(Pointers pointers) : ITrafficRouter
{
    public bool HasHelpers => false;

    public Task<Ensured> EnsureAsync(Lane lane, LaneStacks stacks, CancellationToken cancellationToken) => Task.FromResult(Ensured.Ready);

    /// <exception cref="ArgumentOutOfRangeException">The weight is not 100.</exception>
    public Task<ClusterProblem?> SetWeightAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weight, 100);
        return pointers.NameAsync(lane, stacks, lane.CandidateId, cancellationToken);
    }

    public Task<ClusterProblem?> RemoveAsync(Lane lane, CancellationToken cancellationToken) => Task.FromResult<ClusterProblem?>(null);
}

using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Between nothing and all, the Service selects both stacks, and traffic follows the number of their pods.</summary>
internal sealed class ReplicasRouter(Pointers pointers) : ITrafficRouter
{
    public bool HasHelpers => false;

    public Task<Ensured> EnsureAsync(Lane lane, LaneStacks stacks, CancellationToken cancellationToken) => Task.FromResult(Ensured.Ready);

    public Task<ClusterProblem?> SetWeightAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken) => weight == 100
        ? pointers.NameAsync(lane, stacks, lane.CandidateId, cancellationToken)
        : pointers.ShareAsync(lane, stacks, weight, cancellationToken);

    public Task<ClusterProblem?> RemoveAsync(Lane lane, CancellationToken cancellationToken) => Task.FromResult<ClusterProblem?>(null);
}

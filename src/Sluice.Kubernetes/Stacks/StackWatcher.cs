using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Traffic;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Begins to follow stacks: of every kind and namespace one list and one watch, however many pods there are.</summary>
/// <param name="client">The cluster.</param>
/// <param name="discovery">Of the same cluster.</param>
/// <param name="time">Counts graces.</param>
public sealed class StackWatcher(ApiClient client, ApiDiscovery discovery, TimeProvider time) : IStackWatcher
{
    public async Task<ClusterResult<IStackWatch>> WatchAsync(IReadOnlyList<Lane> lanes, CancellationToken cancellationToken)
    {
        ClusterResult<ListedNamespace>[] listed = await Task
            .WhenAll(lanes.GroupBy(lane => lane.Namespace, StringComparer.Ordinal).Select(ns =>
                ListedNamespace.ReadAsync(client, discovery, ns.Key, Kinds(ns), cancellationToken)))
            .ConfigureAwait(false);
        ClusterProblem[] problems = [.. listed.SelectMany(one => one.Problems).Distinct()];
        return problems.Length > 0
            ? ClusterResult<IStackWatch>.Failed(problems)
            : ClusterResult<IStackWatch>.Ok(new StackWatch(client, time, [.. listed.Select(one => one.Value!)]));
    }

    private static TrafficResource[] Kinds(IEnumerable<Lane> lanes) =>
    [
        .. new[] { StackKinds.Deployments, StackKinds.ReplicaSets, StackKinds.Autoscalers, TrafficResource.Pods }
            .Concat(lanes.SelectMany(lane => lane.IsRolling ? [StackKinds.Workloads(lane.CandidateId.Kind)] : TrafficReading.Resources(lane.Router)))
            .DistinctBy(kind => kind.Key),
    ];
}

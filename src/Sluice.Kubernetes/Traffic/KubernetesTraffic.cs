using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Rolling;
using Sluice.Model.Environments;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Moves traffic by what the cluster's objects say: selectors of Services, and what a router adds to them.</summary>
public sealed class KubernetesTraffic : ITraffic
{
    private readonly ApiClient client;
    private readonly Pointers pointers;
    private readonly LaneEndpoints endpoints;
    private readonly UnroutedShare unrouted;
    private readonly RollingUpdate rolling;
    private readonly Dictionary<TrafficRouter, ITrafficRouter> routers;

    /// <param name="client">The cluster; its guard knows whether the lock is held.</param>
    /// <param name="discovery">Of the same cluster.</param>
    /// <param name="fence">The fencing number of the lock that is held.</param>
    public KubernetesTraffic(ApiClient client, ApiDiscovery discovery, Func<long> fence)
    {
        this.client = client;
        var apply = new FencedApply(client, fence);
        pointers = new Pointers(apply);
        endpoints = new LaneEndpoints(client, discovery);
        unrouted = new UnroutedShare(apply);
        rolling = new RollingUpdate(client, discovery, fence);
        var services = new CandidateServices(apply, endpoints);
        routers = new Dictionary<TrafficRouter, ITrafficRouter>
        {
            [TrafficRouter.Service] = new ServiceRouter(pointers),
            [TrafficRouter.Replicas] = new ReplicasRouter(pointers),
            [TrafficRouter.GatewayApi] = new GatewayRouter(client, discovery, apply, pointers, services),
            [TrafficRouter.IngressNginx] = new IngressRouter(client, discovery, apply, pointers, services),
        };
    }

    /// <exception cref="ArgumentOutOfRangeException">No such weight, or none that the lane's router knows.</exception>
    public async Task<ClusterProblem?> SetAsync(Lane lane, int weight, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 100);
        if (lane.IsRolling)
        {
            return await rolling.SetAsync(lane, weight, cancellationToken).ConfigureAwait(false);
        }

        lane = PlacedLane.Of(lane);
        ClusterResult<LaneStacks> read = await LaneStacks.ReadAsync(client, lane, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out LaneStacks? stacks))
        {
            return read.Problems[0];
        }

        return weight > 0 && stacks.NotReady(lane.CandidateId) is { } problem ? problem
            : UnroutedShare.IsFor(lane) ? await unrouted.SetAsync(lane, weight, cancellationToken).ConfigureAwait(false)
            : weight == 0 ? await TakeBackAsync(lane, stacks, cancellationToken).ConfigureAwait(false)
            : lane.Stable is null ? await GiveAllAsync(lane, stacks, weight, cancellationToken).ConfigureAwait(false)
            : await GiveAsync(lane, stacks, weight, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ClusterProblem?> PromoteAsync(Lane lane, CancellationToken cancellationToken)
    {
        if (lane.IsRolling || UnroutedShare.IsFor(lane))
        {
            return await SetAsync(lane, 100, cancellationToken).ConfigureAwait(false);
        }

        lane = PlacedLane.Of(lane);
        ClusterResult<LaneStacks> read = await LaneStacks.ReadAsync(client, lane, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out LaneStacks? stacks))
        {
            return read.Problems[0];
        }

        ClusterProblem? problem = stacks.NotReady(lane.CandidateId)
            ?? await pointers.NameAsync(lane, stacks, lane.CandidateId, cancellationToken).ConfigureAwait(false);
        ITrafficRouter router = routers[lane.Router];
        if (problem is not null || !router.HasHelpers)
        {
            return problem;
        }

        Ensured there = await endpoints.LeadToCandidateAsync(lane, lane.Pointers.Select(p => p.Rendered.Name), cancellationToken).ConfigureAwait(false);
        return there.IsReady ? await router.RemoveAsync(lane, cancellationToken).ConfigureAwait(false) : there.Problem;
    }

    private async Task<ClusterProblem?> TakeBackAsync(Lane lane, LaneStacks stacks, CancellationToken cancellationToken)
    {
        ClusterProblem? problem = lane.Stable is { } stable
            ? await pointers.ReturnAsync(lane, stacks, stable, cancellationToken).ConfigureAwait(false)
            : null;
        if (problem is { Kind: ClusterProblemKind.LockLost })
        {
            return problem;
        }

        // What one pointer refuses does not keep the candidate's part elsewhere.
        ClusterProblem? left = await routers[lane.Router].RemoveAsync(lane, cancellationToken).ConfigureAwait(false);
        return problem ?? left;
    }

    // Nothing serves, so there is nothing to share with.
    private Task<ClusterProblem?> GiveAllAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weight, 100);
        return pointers.NameAsync(lane, stacks, lane.CandidateId, cancellationToken);
    }

    private async Task<ClusterProblem?> GiveAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken)
    {
        ITrafficRouter router = routers[lane.Router];
        Ensured ensured = await router.EnsureAsync(lane, stacks, cancellationToken).ConfigureAwait(false);
        return ensured.IsReady ? await router.SetWeightAsync(lane, stacks, weight, cancellationToken).ConfigureAwait(false) : ensured.Problem;
    }
}

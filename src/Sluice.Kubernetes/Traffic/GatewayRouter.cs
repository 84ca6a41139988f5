using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Weights in HTTPRoutes: the pointer stays on stable, a second Service leads to the candidate.</summary>
internal sealed class GatewayRouter(ApiClient client, ApiDiscovery discovery, FencedApply apply, Pointers pointers, CandidateServices services) : ITrafficRouter
{
    public bool HasHelpers => true;

    public async Task<Ensured> EnsureAsync(Lane lane, LaneStacks stacks, CancellationToken cancellationToken)
    {
        // First, so that the lock of whoever went before is of no use at the pointer any more.
        if (await pointers.NameAsync(lane, stacks, lane.Stable!, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return Ensured.Failed(problem);
        }

        var used = new HashSet<ServicePointer>();
        foreach (ManifestObject route in Routes(lane))
        {
            ClusterResult<ApplyTarget> found = await FindAsync(lane, route, cancellationToken).ConfigureAwait(false);
            if (!found.Succeeded(out ApplyTarget? target))
            {
                return Ensured.Failed(found.Problems[0]);
            }

            ApiResult<JsonObject> live = await client.GetAsync(target.Path, cancellationToken).ConfigureAwait(false);
            if (live.Error is { IsNotFound: false } unread)
            {
                return Ensured.Failed(Problems.Of(unread, target.Label));
            }

            used.UnionWith(live.Value is { } json ? new WeightedRoute(json, target.Object, lane.Pointers).Pointers : []);
        }

        return used.Count == 0
            ? Ensured.Failed(NoRoute(lane))
            : await services.EnsureAsync(lane, [.. lane.Pointers.Where(used.Contains)], cancellationToken).ConfigureAwait(false);
    }

    public Task<ClusterProblem?> SetWeightAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken) =>
        WriteAsync(lane, weight, cancellationToken);

    public async Task<ClusterProblem?> RemoveAsync(Lane lane, CancellationToken cancellationToken) =>
        await WriteAsync(lane, 0, cancellationToken).ConfigureAwait(false)
        ?? await services.RemoveAsync(lane, cancellationToken).ConfigureAwait(false);

    private async Task<ClusterProblem?> WriteAsync(Lane lane, int weight, CancellationToken cancellationToken)
    {
        foreach (ManifestObject route in Routes(lane))
        {
            ClusterResult<ApplyTarget> found = await FindAsync(lane, route, cancellationToken).ConfigureAwait(false);
            if (!found.Succeeded(out ApplyTarget? target))
            {
                return found.Problems[0];
            }

            ClusterProblem? problem = await apply
                .ChangeAsync(target.Path, target.Label, live => new WeightedRoute(live, target.Object, lane.Pointers).Fields(weight), cancellationToken)
                .ConfigureAwait(false);

            // One that is not there leads nowhere.
            if (problem is not (null or { Kind: ClusterProblemKind.NotFound }))
            {
                return problem;
            }
        }

        return null;
    }

    private async Task<ClusterResult<ApplyTarget>> FindAsync(Lane lane, ManifestObject route, CancellationToken cancellationToken)
    {
        FoundTargets found = await new TargetFinder(discovery, lane.Namespace).FindAsync([route], cancellationToken).ConfigureAwait(false);
        return found.Targets is [var target] ? ClusterResult<ApplyTarget>.Ok(target with { Object = route with { Json = target.Json } }) : ClusterResult<ApplyTarget>.Failed(found.Problems);
    }

    private static IEnumerable<ManifestObject> Routes(Lane lane) => lane.Routes.Where(r => r.Kind == TrafficResource.Routes.Kind && r.Namespace == lane.Namespace);

    private static ClusterProblem NoRoute(Lane lane) => new(
        ClusterProblemKind.Conflict,
        $"No HTTPRoute in {lane.Namespace} leads to {string.Join(" or ", lane.Pointers.Select(p => $"Service/{p.Rendered.Name}"))}, so {lane.Service} cannot be given a weight by gateway-api.",
        $"kubectl -n {lane.Namespace} get httproutes; or write 'router: replicas' for {lane.Service}.");
}

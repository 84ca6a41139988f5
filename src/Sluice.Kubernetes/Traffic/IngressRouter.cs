using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Canary Ingresses of ingress-nginx: the pointer stays on stable, a second Service leads to the candidate.</summary>
internal sealed class IngressRouter(ApiClient client, ApiDiscovery discovery, FencedApply apply, Pointers pointers, CandidateServices services) : ITrafficRouter
{
    public bool HasHelpers => true;

    public async Task<Ensured> EnsureAsync(Lane lane, LaneStacks stacks, CancellationToken cancellationToken)
    {
        // First, so that the lock of whoever went before is of no use at the pointer any more.
        if (await pointers.NameAsync(lane, stacks, lane.Stable!, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return Ensured.Failed(problem);
        }

        ServicePointer[] used = [.. lane.Pointers.Where(p => lane.Routes.Any(r => CanaryIngresses.Of(r, p, 1).Count > 0))];
        return used.Length == 0 ? Ensured.Failed(NoIngress(lane)) : await services.EnsureAsync(lane, used, cancellationToken).ConfigureAwait(false);
    }

    public async Task<ClusterProblem?> SetWeightAsync(Lane lane, LaneStacks stacks, int weight, CancellationToken cancellationToken)
    {
        ClusterResult<ApiResource> found = await TrafficResource.Ingresses.FindAsync(discovery, cancellationToken).ConfigureAwait(false);
        if (!found.Succeeded(out ApiResource? resource))
        {
            return found.Problems[0];
        }

        IReadOnlyList<ManifestObject> wanted = CanariesOf(lane, weight);

        // Of an earlier attempt whose paths were others.
        if (await RemoveAsync(lane, resource, wanted, cancellationToken).ConfigureAwait(false) is { } left)
        {
            return left;
        }

        foreach (ManifestObject canary in wanted)
        {
            if (await apply.EnsureAsync(resource.ObjectPath(lane.Namespace, canary.Name), Label(lane, canary.Name), canary.Json, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    public async Task<ClusterProblem?> RemoveAsync(Lane lane, CancellationToken cancellationToken)
    {
        ClusterResult<ApiResource> found = await TrafficResource.Ingresses.FindAsync(discovery, cancellationToken).ConfigureAwait(false);
        return !found.Succeeded(out ApiResource? resource)
            ? found.Problems[0]
            : await RemoveAsync(lane, resource, [], cancellationToken).ConfigureAwait(false)
                ?? await services.RemoveAsync(lane, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The canaries of a lane, in the order of its Ingresses.</summary>
    public static IReadOnlyList<ManifestObject> CanariesOf(Lane lane, int weight) =>
        [.. lane.Routes.SelectMany(r => lane.Pointers.SelectMany(p => CanaryIngresses.Of(r, p, weight)))];

    /// <summary>Whether an Ingress is a canary that was made for this service.</summary>
    public static bool IsOfLane(Lane lane, JsonObject ingress) =>
        FencedApply.IsOurs(ingress) && Json.Text(ingress["metadata"]?["labels"]?[SluiceLabels.Service]) == lane.Service;

    private async Task<ClusterProblem?> RemoveAsync(Lane lane, ApiResource resource, IReadOnlyList<ManifestObject> but, CancellationToken cancellationToken)
    {
        string path = $"{resource.CollectionPath(lane.Namespace)}?labelSelector={Uri.EscapeDataString($"{SluiceLabels.Service}={lane.Service}")}";
        ApiResult<JsonObject> list = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (!list.Succeeded(out JsonObject? there, out ApiError? error))
        {
            return Problems.Of(error, $"reading the canary Ingresses of {lane.Service}");
        }

        foreach (string name in Json.Items(there["items"]).Where(i => IsOfLane(lane, i)).Select(i => Json.Text(i["metadata"]?["name"])).Where(n => but.All(b => b.Name != n)))
        {
            if (await apply.RemoveAsync(resource.ObjectPath(lane.Namespace, name), Label(lane, name), cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static string Label(Lane lane, string name) => $"Ingress/{name} in {lane.Namespace}";

    private static ClusterProblem NoIngress(Lane lane) => new(
        ClusterProblemKind.Conflict,
        $"No Ingress of the release leads to {string.Join(" or ", lane.Pointers.Select(p => $"Service/{p.Rendered.Name}"))}, so {lane.Service} cannot be given a weight by ingress-nginx.",
        $"Write 'router: replicas' for {lane.Service}, or a path that leads to it.");
}

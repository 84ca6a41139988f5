using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>What weights beside the pointers say. Pure.</summary>
/// <param name="Weight">The candidate's, 0–100; <see langword="null"/> where they differ, or lead to what is not the candidate.</param>
/// <param name="IsLeft">Whether anything of them is there.</param>
internal sealed record WeightSight(int? Weight, bool IsLeft)
{
    private const string CanaryWeight = "nginx.ingress.kubernetes.io/canary-weight";

    public static WeightSight None { get; } = new(0, false);

    public static WeightSight Of(Lane lane, NamespaceView view)
    {
        (int? weight, bool isLeft, IEnumerable<ServicePointer> used) = lane.Router switch
        {
            TrafficRouter.GatewayApi => OfRoutes(lane, view),
            TrafficRouter.IngressNginx => OfIngresses(lane, view),
            _ => (0, false, []),
        };
        bool isBorneOut = weight is 0 or null || used.All(p => PointerSight.Of(lane, view, CandidateServices.Name(p)) is { Named: Named.Candidate, IsBorneOut: true });
        bool hasServices = lane.Router is TrafficRouter.GatewayApi or TrafficRouter.IngressNginx
            && lane.Pointers.Any(p => view.Find(TrafficResource.Services.Key, CandidateServices.Name(p)) is { } service && FencedApply.IsOurs(service));
        return new WeightSight(isBorneOut ? weight : null, isLeft || hasServices);
    }

    private static (int? Weight, bool IsLeft, IEnumerable<ServicePointer> Used) OfRoutes(Lane lane, NamespaceView view)
    {
        ManifestObject[] routes =
        [
            .. lane.Routes.Where(r => r.Kind == TrafficResource.Routes.Kind && r.Namespace == lane.Namespace)
                .Select(r => view.Find(TrafficResource.Routes.Key, r.Name)).OfType<JsonObject>().Select(json => new ManifestObject(json, "")),
        ];
        var weights = new HashSet<int?>();
        var used = new HashSet<ServicePointer>();
        foreach ((ManifestObject route, ServicePointer pointer) in routes.SelectMany(r => lane.Pointers.Select(p => (r, p))))
        {
            bool hasCandidate = RouteWeights.HasCandidate(route, pointer.Rendered);
            if (hasCandidate)
            {
                used.Add(pointer);
            }

            if (hasCandidate || RouteWeights.Routes(route, pointer.Rendered))
            {
                weights.Add(RouteWeights.Read(route, pointer.Rendered));
            }
        }

        return (One(weights), used.Count > 0, used);
    }

    private static (int? Weight, bool IsLeft, IEnumerable<ServicePointer> Used) OfIngresses(Lane lane, NamespaceView view)
    {
        Dictionary<string, JsonObject> there = (view.All(TrafficResource.Ingresses.Key) ?? [])
            .Where(i => IngressRouter.IsOfLane(lane, i))
            .ToDictionary(i => Json.Text(i["metadata"]?["name"]), StringComparer.Ordinal);
        if (there.Count == 0)
        {
            return (0, false, []);
        }

        bool isWhole = there.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(IngressRouter.CanariesOf(lane, 1).Select(c => c.Name));
        HashSet<int?> weights = [.. there.Values.Select(i => int.TryParse(Json.Text(i["metadata"]?["annotations"]?[CanaryWeight]), NumberStyles.None, CultureInfo.InvariantCulture, out int weight) ? weight : (int?)null)];
        return (isWhole ? One(weights) : null, true, lane.Pointers.Where(p => lane.Routes.Any(r => CanaryIngresses.Of(r, p, 1).Count > 0)));
    }

    private static int? One(HashSet<int?> weights) => weights.Count switch
    {
        0 => 0,
        1 => weights.Single(),
        _ => null,
    };
}

using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Stacks;

/// <summary>Weights in an HTTPRoute. Pure.</summary>
public static class RouteWeights
{
    /// <summary>Whether the route sends anything to the Service.</summary>
    public static bool Routes(ManifestObject route, ManifestObject service) =>
        IsRoute(route) && Rules(route.Json).Any(rule => rule["backendRefs"].Objects().Any(one => IsTo(one, route, service)));

    /// <summary>
    /// The route with the candidate's part of what goes to the Service. Parts that a rule gives to other backends stay as they
    /// are; at 0 the route is as it was rendered.
    /// </summary>
    /// <param name="route">The route as it was rendered.</param>
    /// <param name="service">The Service that is the pointer.</param>
    /// <param name="weight">Percent for the candidate, 0–100.</param>
    public static ManifestObject Share(ManifestObject route, ManifestObject service, int weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 100);
        if (weight == 0)
        {
            return route;
        }

        var json = (JsonObject)route.Json.DeepClone();
        foreach (var rule in Rules(json).Where(rule => rule["backendRefs"].Objects().Any(one => IsTo(one, route, service))))
        {
            rule["backendRefs"] = Shared(rule["backendRefs"].Objects().ToList(), one => IsTo(one, route, service), StackNames.Candidate(service.Name), weight);
        }

        return route with { Json = json };
    }

    /// <summary>Whether any rule of the route sends something to the candidate of the Service.</summary>
    public static bool HasCandidate(ManifestObject route, ManifestObject service) =>
        IsRoute(route) && Rules(route.Json).Any(rule => rule["backendRefs"].Objects().Any(one => IsToCandidate(one, route, service)));

    /// <summary>
    /// The candidate's part of what the route sends to the Service, in percent, 0–100. <see langword="null"/> where rules differ, or
    /// where nothing leads there.
    /// </summary>
    public static int? Read(ManifestObject route, ManifestObject service)
    {
        if (!IsRoute(route))
        {
            return null;
        }

        var found = new HashSet<int?>();
        foreach (var references in Rules(route.Json).Select(rule => rule["backendRefs"].Objects().ToList()))
        {
            var stable = references.Where(one => IsTo(one, route, service)).ToList();
            var candidate = references.Where(one => IsToCandidate(one, route, service)).ToList();
            if (stable.Count + candidate.Count > 0)
            {
                found.Add(Percent(candidate.Sum(Weight), stable.Sum(Weight)));
            }
        }

        return found.Count == 1 ? found.Single() : null;
    }

    // A Service that a rule gives nothing to has nothing to share.
    private static int? Percent(int candidate, int stable) =>
        candidate == 0 ? 0 : 100 * candidate % (candidate + stable) == 0 ? 100 * candidate / (candidate + stable) : null;

    private static JsonArray Shared(List<JsonObject> references, Func<JsonObject, bool> isShared, string candidate, int weight)
    {
        // Alone, 100 parts are percent and read well. A backend without a weight has 1.
        var only = references.Count == 1;
        var shared = new JsonArray();
        foreach (var reference in references)
        {
            var parts = only ? 1 : Weight(reference);
            if (!isShared(reference))
            {
                shared.Add((JsonNode)With(reference, parts * 100, null));
                continue;
            }

            shared.Add((JsonNode)With(reference, parts * (100 - weight), null));
            shared.Add((JsonNode)With(reference, parts * weight, candidate));
        }

        return shared;
    }

    private static JsonObject With(JsonObject reference, int weight, string? name)
    {
        var changed = (JsonObject)reference.DeepClone();
        changed["weight"] = weight;
        if (name is not null)
        {
            changed["name"] = name;
        }

        return changed;
    }

    private static int Weight(JsonObject reference) => reference["weight"].Whole() ?? 1;

    private static bool IsRoute(ManifestObject item) =>
        item.Kind == "HTTPRoute" && item.ApiVersion.StartsWith("gateway.networking.k8s.io/", StringComparison.Ordinal);

    private static IEnumerable<JsonObject> Rules(JsonObject route) => route.At("spec", "rules").Objects();

    private static bool IsTo(JsonObject reference, ManifestObject route, ManifestObject service) => IsTo(reference, route, service, service.Name);

    private static bool IsToCandidate(JsonObject reference, ManifestObject route, ManifestObject service) =>
        IsTo(reference, route, service, StackNames.Candidate(service.Name));

    private static bool IsTo(JsonObject reference, ManifestObject route, ManifestObject service, string name) =>
        reference["name"].Text() == name
        && (reference["kind"].Text() ?? "Service") == "Service"
        && (reference["group"].Text() ?? "").Length == 0
        && (reference["namespace"].Text() ?? route.Namespace) == service.Namespace;
}

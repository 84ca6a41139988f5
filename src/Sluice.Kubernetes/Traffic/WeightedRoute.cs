using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;

namespace Sluice.Kubernetes.Traffic;

/// <summary>
/// What is written to an HTTPRoute. Weights are put over the rules that are live, which are those of the release that serves; the rules as
/// they were are kept beside them. Several services may have weights in one route at a time. Pure.
/// </summary>
internal sealed class WeightedRoute
{
    private readonly JsonObject live;
    private readonly IReadOnlyList<ServicePointer> pointers;
    private readonly SortedDictionary<string, int> weights;
    private readonly JsonNode? before;
    private readonly bool isOurs;

    /// <param name="live">The route as it is.</param>
    /// <param name="rendered">The route as it was rendered, for one that lost what it was.</param>
    /// <param name="pointers">Of a lane.</param>
    public WeightedRoute(JsonObject live, ManifestObject rendered, IReadOnlyList<ServicePointer> pointers)
    {
        (this.live, this.pointers) = (live, pointers);
        weights = WeightsOf(live);
        var route = new ManifestObject(live, "");
        bool hasCandidate = weights.Keys.Concat(pointers.Select(p => p.Rendered.Name)).Any(name => RouteWeights.HasCandidate(route, Service(name)));
        isOurs = hasCandidate || OwnsRules(live);
        before = !isOurs ? live["spec"]?["rules"]
            : KeptOf(live) is { } kept ? kept
            : hasCandidate ? rendered.Json["spec"]?["rules"] : live["spec"]?["rules"];
        if (!isOurs)
        {
            // Somebody wrote the rules anew: what was said about the old ones is out of date.
            weights.Clear();
        }
    }

    /// <summary>The pointers that the route, as it was without weights, leads to.</summary>
    public IEnumerable<ServicePointer> Pointers => pointers.Where(p => RouteWeights.Routes(With(before), p.Rendered));

    /// <param name="weight">Percent for the lane's candidate; when no service has one any more, the rules are as they were.</param>
    public FencedFields Fields(int weight)
    {
        foreach (ServicePointer pointer in pointers)
        {
            weights.Remove(pointer.Rendered.Name);
        }

        foreach (ServicePointer pointer in Pointers.Where(_ => weight > 0))
        {
            weights[pointer.Rendered.Name] = weight;
        }

        if (weights.Count == 0)
        {
            // What is ours alone would be taken away if it were not named.
            return new FencedFields(isOurs ? Rules(before) : [], new Dictionary<string, string>());
        }

        ManifestObject shared = weights.Aggregate(With(before), (route, one) => RouteWeights.Share(route, Service(one.Key), one.Value));
        return new FencedFields(Rules(shared.Json["spec"]?["rules"]), new Dictionary<string, string>
        {
            [TrafficMarks.Rules] = before?.ToJsonString() ?? "[]",
            [TrafficMarks.Weight] = string.Join(' ', weights.Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key}={w.Value}"))),
        });
    }

    private static SortedDictionary<string, int> WeightsOf(JsonObject live)
    {
        var found = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string[] pair in Annotation(live, TrafficMarks.Weight).Split(' ').Select(w => w.Split('=')))
        {
            if (pair is [var name, var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int weight) && weight is > 0 and <= 100)
            {
                found[name] = weight;
            }
        }

        return found;
    }

    private static JsonArray? KeptOf(JsonObject live)
    {
        try
        {
            return Annotation(live, TrafficMarks.Rules) is { Length: > 0 } text ? JsonNode.Parse(text) as JsonArray : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Annotation(JsonObject live, string key) => Json.Text(live["metadata"]?["annotations"]?[key]);

    private static bool OwnsRules(JsonObject live) => Json.Items(live["metadata"]?["managedFields"])
        .Any(m => Json.Text(m["manager"]) == TrafficMarks.Manager && m["fieldsV1"]?["f:spec"]?["f:rules"] is not null);

    private static JsonObject Rules(JsonNode? rules) => new() { ["spec"] = new JsonObject { ["rules"] = rules?.DeepClone() } };

    private ManifestObject Service(string name) => new(
        new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Json.Text(live["metadata"]?["namespace"]) } }, "");

    private ManifestObject With(JsonNode? rules)
    {
        var json = (JsonObject)live.DeepClone();
        json["spec"]!["rules"] = rules?.DeepClone();
        return new ManifestObject(json, "");
    }
}

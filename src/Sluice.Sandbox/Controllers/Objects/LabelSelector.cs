using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>Whether labels satisfy a selector.</summary>
internal static class LabelSelector
{
    /// <summary>A Service's form: every pair must be there. An empty or absent one selects nothing.</summary>
    public static bool MatchesMap(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is JsonObject { Count: > 0 } map && Contains(map, labels);

    /// <summary>A Deployment's form: matchLabels and matchExpressions. An empty or absent one selects nothing, as there it is refused.</summary>
    public static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels)
    {
        var expressions = selector.Objects("matchExpressions").ToList();
        var map = selector.At("matchLabels") as JsonObject;
        return (map is { Count: > 0 } || expressions.Count > 0)
            && (map is null || Contains(map, labels))
            && expressions.TrueForAll(e => Satisfies(e, labels));
    }

    private static bool Contains(JsonObject map, IReadOnlyDictionary<string, string> labels) =>
        map.All(p => labels.TryGetValue(p.Key, out string? value) && value == p.Value.Text());

    private static bool Satisfies(JsonObject expression, IReadOnlyDictionary<string, string> labels)
    {
        bool has = labels.TryGetValue(expression.Text("key") ?? "", out string? value);
        var values = expression.Texts("values") ?? [];
        return expression.Text("operator") switch
        {
            "In" => has && values.Contains(value!),
            "NotIn" => !has || !values.Contains(value!),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}

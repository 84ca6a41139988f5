using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Stacks;

/// <summary>A label selector as objects hold it: <c>matchLabels</c> and <c>matchExpressions</c>. Pure.</summary>
internal static class PodSelector
{
    /// <summary>Whether pods with these labels are selected. A selector that says nothing selects nothing here.</summary>
    public static bool Matches(JsonObject? selector, JsonObject? labels)
    {
        var pairs = selector?["matchLabels"] as JsonObject;
        var terms = selector?["matchExpressions"].Objects().ToList() ?? [];
        return (pairs is { Count: > 0 } || terms.Count > 0) && Contains(labels, pairs) && terms.All(term => Holds(term, labels));
    }

    /// <summary>Whether all the wanted labels are there.</summary>
    public static bool Contains(JsonObject? labels, JsonObject? wanted) =>
        (wanted ?? []).All(pair => pair.Value.Text() is { } value && labels.At(pair.Key).Text() == value);

    /// <summary>Adds labels that must match too.</summary>
    public static void Narrow(JsonObject selector, IEnumerable<KeyValuePair<string, string>> labels)
    {
        var pairs = selector.MapAt("matchLabels");
        foreach (var (key, value) in labels)
        {
            pairs[key] = value;
        }
    }

    private static bool Holds(JsonObject term, JsonObject? labels)
    {
        var value = labels.At(term["key"].Text() ?? "").Text();
        var values = (term["values"] as JsonArray ?? []).Select(item => item.Text());
        return term["operator"].Text() switch
        {
            "In" => value is not null && values.Contains(value),
            "NotIn" => value is null || !values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}

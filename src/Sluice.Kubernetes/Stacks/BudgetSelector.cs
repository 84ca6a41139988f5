using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Which pods a budget covers. Pure.</summary>
internal static class BudgetSelector
{
    public static bool Covers(JsonObject budget, JsonNode? labels)
    {
        if (budget["spec"]?["selector"] is not JsonObject selector)
        {
            return false;
        }

        JsonObject[] terms = [.. Json.Items(selector["matchExpressions"])];
        var pairs = selector["matchLabels"] as JsonObject;

        // One that asks for nothing covers the whole namespace; in its first version it covered nothing.
        return pairs is { Count: > 0 } || terms.Length > 0
            ? (pairs ?? []).All(label => Json.Text(labels?[label.Key]) == Json.Text(label.Value)) && terms.All(term => Holds(term, labels))
            : Json.Text(budget["apiVersion"]) != "policy/v1beta1";
    }

    private static bool Holds(JsonObject term, JsonNode? labels)
    {
        string? value = labels?[Json.Text(term["key"])] is { } label ? Json.Text(label) : null;
        bool isListed = (term["values"] as JsonArray ?? []).Any(one => Json.Text(one) == value);
        return Json.Text(term["operator"]) switch
        {
            "In" => value is not null && isListed,
            "NotIn" => value is null || !isListed,
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}

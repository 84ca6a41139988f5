using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Versions;

/// <summary>
/// PodDisruptionBudgets of policy/v1 and v1beta1 differ in what an empty selector means: all pods of the namespace in v1,
/// none in v1beta1. So an empty selector becomes one that says the same by a label that no pod bears. The label is the one by
/// which API servers themselves keep the two apart.
/// </summary>
internal static class BudgetForms
{
    private const string Label = "pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match";
    private const string Default = "IfHealthyBudget";

    public static void ToBeta(JsonObject value, List<string> obstacles)
    {
        if (value["spec"] is not JsonObject spec)
        {
            return;
        }

        if (spec["unhealthyPodEvictionPolicy"] is { } policy)
        {
            // The only policy that v1beta1 knows is the one that v1 has when nothing is said.
            if (policy.Text() != Default)
            {
                obstacles.Add($"spec.unhealthyPodEvictionPolicy: policy/v1beta1 has no such field and always acts as {Default}");
            }

            spec.Remove("unhealthyPodEvictionPolicy");
        }

        Rewrite(spec, whenEmpty: "DoesNotExist", emptyAgain: "Exists");
    }

    public static void FromBeta(JsonObject value, List<string> obstacles)
    {
        if (value["spec"] is JsonObject spec)
        {
            Rewrite(spec, whenEmpty: "Exists", emptyAgain: "DoesNotExist");
        }
    }

    private static void Rewrite(JsonObject spec, string whenEmpty, string emptyAgain)
    {
        if (spec["selector"] is not JsonObject selector)
        {
            return;
        }

        if (IsEmpty(selector))
        {
            spec["selector"] = ByLabel(whenEmpty);
        }
        else if (JsonNode.DeepEquals(selector, ByLabel(emptyAgain)))
        {
            spec["selector"] = new JsonObject();
        }
    }

    private static bool IsEmpty(JsonObject selector) => selector.All(part => part.Value is null or JsonObject { Count: 0 } or JsonArray { Count: 0 });

    private static JsonObject ByLabel(string word) => new()
    {
        ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = Label, ["operator"] = word }),
    };
}

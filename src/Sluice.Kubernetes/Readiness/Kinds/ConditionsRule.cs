using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>
/// An object of somebody else's kind, by the conventions that most controllers follow: observedGeneration, and the conditions
/// Ready, Available or Reconciled, Reconciling and Stalled. One that says nothing of the kind is not waited for.
/// </summary>
internal static class ConditionsRule
{
    public static KindVerdict Judge(JsonObject json)
    {
        JsonNode? seen = json["status"]?["observedGeneration"];
        long generation = Json.Long(json["metadata"]?["generation"]);
        if (seen is not null && Json.Long(seen) < generation)
        {
            return new KindVerdict.Waiting("was not looked at by its controller yet");
        }

        if (Current(json, "Stalled", generation) is { Status: "True" } stalled)
        {
            return new KindVerdict.Failed(stalled.Reason.Length > 0 ? stalled.Reason : "Stalled", $"its controller has given up{stalled.Detail}", "The controller's log says more.");
        }

        if (Current(json, "Reconciling", generation) is { Status: "True" } busy)
        {
            return new KindVerdict.Waiting($"is still being worked on{busy.Detail}");
        }

        foreach (string type in (ReadOnlySpan<string>)["Ready", "Available", "Reconciled"])
        {
            if (Json.Condition(json, type) is not null)
            {
                return Current(json, type, generation) is { Status: "True" } ? new KindVerdict.Ready() : new KindVerdict.Waiting($"is not {type}{Current(json, type, generation)?.Detail}");
            }
        }

        return new KindVerdict.Ready();
    }

    /// <summary>Null for a condition that is not there, or that speaks of an earlier state of the object.</summary>
    private static Said? Current(JsonObject json, string type, long generation) =>
        Json.Condition(json, type) is { } condition && (condition["observedGeneration"] is not { } of || Json.Long(of) >= generation)
            ? new Said(Json.Text(condition["status"]), Json.Text(condition["reason"]), Json.Text(condition["message"]))
            : null;

    private sealed record Said(string Status, string Reason, string Message)
    {
        public string Detail => Message.Length > 0 ? $": {Message}" : Reason.Length > 0 ? $": {Reason}" : "";
    }
}

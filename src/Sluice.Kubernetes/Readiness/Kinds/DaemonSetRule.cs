using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>A DaemonSet: one pod on every node that it is meant for.</summary>
internal static class DaemonSetRule
{
    public static KindVerdict Judge(JsonObject json)
    {
        JsonNode? status = json["status"];
        if (Json.Long(status?["observedGeneration"]) < Json.Long(json["metadata"]?["generation"]))
        {
            return new KindVerdict.Waiting("was not looked at by its controller yet");
        }

        int wanted = Json.Int(status?["desiredNumberScheduled"]);
        int updated = Json.Int(status?["updatedNumberScheduled"]);
        int available = Json.Int(status?["numberAvailable"]);
        bool byHand = Json.Text(json["spec"]?["updateStrategy"]?["type"]) == "OnDelete";
        return !byHand && updated < wanted ? new KindVerdict.Waiting($"has {updated} of {wanted} nodes on the new revision")
            : available < wanted ? new KindVerdict.Waiting($"has {available} of {wanted} nodes ready")
            : new KindVerdict.Ready();
    }
}

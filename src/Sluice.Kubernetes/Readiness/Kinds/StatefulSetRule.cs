using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>A StatefulSet: pods are replaced one by one from the last; a partition keeps those below it on purpose.</summary>
internal static class StatefulSetRule
{
    public static KindVerdict Judge(JsonObject json)
    {
        JsonNode? spec = json["spec"];
        JsonNode? status = json["status"];
        int wanted = Json.Int(spec?["replicas"], 1);
        if (Json.Long(status?["observedGeneration"]) < Json.Long(json["metadata"]?["generation"]))
        {
            return new KindVerdict.Waiting("was not looked at by its controller yet");
        }

        bool byHand = Json.Text(spec?["updateStrategy"]?["type"]) == "OnDelete";
        int toUpdate = byHand ? 0 : Math.Max(0, wanted - Json.Int(spec?["updateStrategy"]?["rollingUpdate"]?["partition"]));
        int updated = Json.Text(status?["updateRevision"]) == Json.Text(status?["currentRevision"]) ? wanted : Json.Int(status?["updatedReplicas"]);
        int available = Available(spec, status);
        return updated < toUpdate ? new KindVerdict.Waiting($"has {updated} of {toUpdate} pods on the new revision")
            : available < wanted ? new KindVerdict.Waiting($"has {available} of {wanted} pods ready")
            : Json.Int(status?["replicas"]) > wanted ? new KindVerdict.Waiting($"has {Json.Int(status?["replicas"])} pods and wants {wanted}")
            : new KindVerdict.Ready();
    }

    /// <summary>Old clusters do not count available pods; there only minReadySeconds tells them from ready ones.</summary>
    private static int Available(JsonNode? spec, JsonNode? status) =>
        status?["availableReplicas"] is null && Json.Int(spec?["minReadySeconds"]) == 0 ? Json.Int(status?["readyReplicas"]) : Json.Int(status?["availableReplicas"]);
}

using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>A pod without a controller: serves, or has done its work.</summary>
internal static class BarePodRule
{
    public static KindVerdict Judge(JsonObject json)
    {
        PodSnapshot pod = PodSnapshot.Read(json);
        return pod switch
        {
            { Terminating: true } => new KindVerdict.Waiting("is being deleted"),
            { Phase: "Succeeded" } => new KindVerdict.Ready(),
            { Phase: "Failed" } => new KindVerdict.Failed(
                Json.Text(json["status"]?["reason"]) is { Length: > 0 } reason ? reason : "Failed",
                $"the pod ended with a failure{(Json.Text(json["status"]?["message"]) is { Length: > 0 } message ? $": {message}" : "")}",
                "Its last log lines say why; nothing starts a pod without a controller again."),
            { Ready: true } => new KindVerdict.Ready(),
            _ => new KindVerdict.Waiting($"is {pod.State}"),
        };
    }
}

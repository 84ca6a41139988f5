using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness;

/// <summary>What the rules look at in a pod.</summary>
internal sealed record PodSnapshot(
    string Name,
    string Uid,
    string Phase,
    bool Ready,
    bool Terminating,
    string? Unschedulable,
    IReadOnlyList<ContainerSnapshot> Containers)
{
    public static PodSnapshot Read(JsonObject pod)
    {
        JsonObject? scheduled = Json.Condition(pod, "PodScheduled");
        bool unschedulable = scheduled is not null && Json.Text(scheduled["status"]) == "False" && Json.Text(scheduled["reason"]) == "Unschedulable";
        JsonObject? ready = Json.Condition(pod, "Ready");
        return new PodSnapshot(
            Json.Text(pod["metadata"]?["name"]),
            Json.Text(pod["metadata"]?["uid"]),
            Json.Text(pod["status"]?["phase"]),
            ready is not null && Json.Text(ready["status"]) == "True",
            pod["metadata"]?["deletionTimestamp"] is not null,
            unschedulable ? Json.Text(scheduled!["message"]) : null,
            [
                .. Json.Items(pod["status"]?["initContainerStatuses"]).Select(c => ContainerSnapshot.Read(c, init: true)),
                .. Json.Items(pod["status"]?["containerStatuses"]).Select(c => ContainerSnapshot.Read(c, init: false)),
            ]);
    }

    /// <summary>In kubectl's words, with <c>Ready</c> for a running pod that serves.</summary>
    public string State
    {
        get
        {
            if (Terminating)
            {
                return "Terminating";
            }

            if (Containers.FirstOrDefault(c => c.Waiting is not (null or "PodInitializing" or "ContainerCreating") || c.Crashed) is { } troubled)
            {
                return troubled.Waiting ?? troubled.Terminated!.Reason;
            }

            return (Phase, Ready, Containers.FirstOrDefault(c => c.Waiting is not null)?.Waiting) switch
            {
                ("Running", true, _) => "Ready",
                ("Pending", _, { } waiting) => waiting,
                _ => Phase.Length == 0 ? "Pending" : Phase,
            };
        }
    }
}

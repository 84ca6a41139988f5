using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>A Deployment's status from what it owns.</summary>
internal static class DeploymentStatus
{
    private const int DefaultDeadlineSeconds = 600;
    private const string Progressing = "Progressing";
    private const string DoneReason = "NewReplicaSetAvailable";
    private const string LateReason = "ProgressDeadlineExceeded";

    /// <returns>The status, and when it will be late if nothing moves.</returns>
    /// <param name="view">The deployment.</param>
    /// <param name="news">A reason and message when this reconcile created or found the current ReplicaSet.</param>
    /// <param name="now">The time.</param>
    public static (JsonObject Status, TimeSpan? LateIn) Of(DeploymentView view, (string Reason, string Message)? news, DateTimeOffset now)
    {
        var before = view.Object.At("status");
        int Sum(string field) => view.All.Sum(r => r.Int("status", field) ?? 0);
        var status = new JsonObject { ["observedGeneration"] = view.Object.Int("metadata", "generation") ?? 1 };
        int available = Sum("availableReplicas");
        Put(status, "replicas", Sum("replicas"));
        Put(status, "updatedReplicas", view.Current.Int("status", "replicas") ?? 0);
        Put(status, "readyReplicas", Sum("readyReplicas"));
        Put(status, "availableReplicas", available);
        Put(status, "unavailableReplicas", Math.Max(0, view.All.Sum(DeploymentView.Desired) - available));
        Put(status, "collisionCount", before.Int("collisionCount") ?? 0);

        bool enough = available >= view.Bounds.MinAvailable;
        var availability = Conditions.Next(
            Conditions.Find(before, "Available"),
            "Available",
            enough,
            enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
            now);
        availability["lastUpdateTime"] = availability.Text("lastTransitionTime");
        var (progress, lateIn) = Progress(view, before, status, news, now);
        status["conditions"] = new JsonArray(progress is null ? [availability] : [availability, progress]);
        return (status, lateIn);
    }

    /// <summary>All replicas are of the present template and available, and no other pod is left.</summary>
    public static bool IsComplete(DeploymentView view, JsonNode? status) =>
        (status.Int("updatedReplicas") ?? 0) == view.Bounds.Replicas
        && (status.Int("replicas") ?? 0) == view.Bounds.Replicas
        && (status.Int("availableReplicas") ?? 0) == view.Bounds.Replicas;

    private static (JsonObject? Condition, TimeSpan? LateIn) Progress(
        DeploymentView view, JsonNode? before, JsonObject status, (string Reason, string Message)? news, DateTimeOffset now)
    {
        var previous = Conditions.Find(before, Progressing);
        JsonObject Now(bool? value, string reason, string message)
        {
            var next = Conditions.Next(previous, Progressing, value, reason, message, now);
            next["lastUpdateTime"] = now.Stamp();
            return next;
        }

        if (view.IsPaused)
        {
            return (previous.Text("reason") == "DeploymentPaused" ? previous!.Copy() : Now(null, "DeploymentPaused", "Deployment is paused"), null);
        }

        if (previous.Text("reason") == "DeploymentPaused")
        {
            previous = Now(null, "DeploymentResumed", "Deployment is resumed");
        }

        string set = view.Current?.Name() ?? view.Object.Name();
        if (news is null && view.Current is not null && IsComplete(view, status))
        {
            bool known = previous.Text("reason") == DoneReason;
            return (known ? previous!.Copy() : Now(true, DoneReason, $"ReplicaSet \"{set}\" has successfully progressed."), null);
        }

        var condition = news is { } said ? Now(true, said.Reason, said.Message)
            : HasMoved(before, status) ? Now(true, "ReplicaSetUpdated", $"ReplicaSet \"{set}\" is progressing.")
            : previous?.Copy();
        if (condition is null || condition.Text("reason") is DoneReason or LateReason)
        {
            return (condition, null);
        }

        int deadline = view.Object.Int("spec", "progressDeadlineSeconds") ?? DefaultDeadlineSeconds;
        var left = (condition.Time("lastUpdateTime") ?? now) + TimeSpan.FromSeconds(deadline) - now;
        return left > TimeSpan.Zero
            ? (condition, left)
            : (Now(false, LateReason, $"ReplicaSet \"{set}\" has timed out progressing."), null);
    }

    private static bool HasMoved(JsonNode? before, JsonObject after)
    {
        int Old(JsonNode? status) => (status.Int("replicas") ?? 0) - (status.Int("updatedReplicas") ?? 0);
        bool More(string field) => (after.Int(field) ?? 0) > (before.Int(field) ?? 0);
        return More("updatedReplicas") || More("readyReplicas") || More("availableReplicas") || Old(after) < Old(before);
    }

    private static void Put(JsonObject status, string field, int value)
    {
        if (value != 0)
        {
            status[field] = value;
        }
    }
}

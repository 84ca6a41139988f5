using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.StatefulSets;

/// <summary>A StatefulSet's status from its pods.</summary>
internal static class StatefulSetStatus
{
    public static JsonObject Of(JsonObject set, OrdinalPods pods, DateTimeOffset now)
    {
        var active = pods.Existing.Where(p => p.IsActive()).ToList();
        int wanted = set.Int("spec", "replicas") ?? 1;
        int updated = active.Count(p => OrdinalPods.RevisionOf(p) == pods.UpdateRevision);
        int ready = active.Count(p => p.IsReady());

        // The new revision becomes the current one when all pods have it and serve.
        bool done = updated == wanted && active.Count == wanted && ready == wanted;
        string current = done ? pods.UpdateRevision : set.Text("status", "currentRevision") ?? pods.UpdateRevision;
        return new JsonObject
        {
            ["observedGeneration"] = set.Int("metadata", "generation") ?? 1,
            ["replicas"] = pods.Existing.Count(p => !p.IsOver()),
            ["readyReplicas"] = ready,
            ["availableReplicas"] = active.Count(p => p.IsAvailable(set, now)),
            ["currentReplicas"] = active.Count(p => OrdinalPods.RevisionOf(p) == current),
            ["updatedReplicas"] = updated,
            ["currentRevision"] = current,
            ["updateRevision"] = pods.UpdateRevision,
            ["collisionCount"] = 0,
        };
    }
}

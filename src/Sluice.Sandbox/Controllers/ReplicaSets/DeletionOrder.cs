using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.ReplicaSets;

/// <summary>Which pod goes first on a scale down: unscheduled, not running, not ready, ready for the shortest time, newest.</summary>
internal sealed class DeletionOrder : IComparer<JsonObject>
{
    public static DeletionOrder Instance { get; } = new();

    public int Compare(JsonObject? x, JsonObject? y) => Rank(x!).CompareTo(Rank(y!));

    private static (bool Scheduled, bool Running, bool Ready, long Cost, long ReadySince, long Restarts, long Created) Rank(JsonObject pod)
    {
        var ready = Conditions.Find(pod.At("status"), "Ready");
        bool isReady = ready.Text("status") == "True";
        long since = isReady ? -(ready.Time("lastTransitionTime")?.Ticks ?? 0) : 0;
        long cost = long.TryParse(pod.Annotation("controller.kubernetes.io/pod-deletion-cost"), out long said) ? said : 0;
        int restarts = pod.Objects("status", "containerStatuses").Sum(c => c.Int("restartCount") ?? 0);
        return (pod.Text("spec", "nodeName") is not null, pod.Text("status", "phase") == "Running", isReady, cost, since, -restarts, -pod.Created().Ticks);
    }
}

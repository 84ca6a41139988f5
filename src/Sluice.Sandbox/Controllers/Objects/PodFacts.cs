using System.Text.Json.Nodes;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>What controllers ask about the pods that they keep running.</summary>
internal static class PodFacts
{
    private const int DefaultGraceSeconds = 30;

    /// <summary>Neither over nor on its way out.</summary>
    public static bool IsActive(this JsonObject pod) => !pod.IsDeleting() && !pod.IsOver();

    public static bool IsOver(this JsonObject pod) => pod.Text("status", "phase") is "Failed" or "Succeeded";

    public static bool IsReady(this JsonObject pod) => Conditions.IsTrue(pod.At("status"), "Ready");

    /// <summary>How long until it counts as available, zero or less when it does; <see langword="null"/> when it is not ready.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="owner">Its spec.minReadySeconds say how long a pod has to stay ready for that.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan? AvailableIn(this JsonObject pod, JsonObject owner, DateTimeOffset now) => pod.IsReady()
        ? (Conditions.Find(pod.At("status"), "Ready").Time("lastTransitionTime") ?? now) + TimeSpan.FromSeconds(owner.Int("spec", "minReadySeconds") ?? 0) - now
        : null;

    public static bool IsAvailable(this JsonObject pod, JsonObject owner, DateTimeOffset now) => pod.AvailableIn(owner, now) <= TimeSpan.Zero;

    /// <summary>When the next of them becomes available by nothing but time.</summary>
    public static TimeSpan? NextAvailable(this IEnumerable<JsonObject> pods, JsonObject owner, DateTimeOffset now) =>
        pods.Select(p => p.AvailableIn(owner, now)).Where(t => t > TimeSpan.Zero).Min();

    public static ResourceKey Key(this JsonObject pod) => new(Resources.Pods, pod.Namespace(), pod.Name());

    /// <summary>Ends it with the grace that it asks for.</summary>
    public static StoreWrite.Delete Deletion(this JsonObject pod) =>
        new(pod.Key(), pod.Uid(), pod.Int("spec", "terminationGracePeriodSeconds") ?? DefaultGraceSeconds);
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Rollouts.Evidence;

namespace Sluice.Kubernetes.Evidence;

/// <summary>Chooses the pods whose evidence is worth keeping. Pure.</summary>
internal static class SuspectPods
{
    /// <summary>A release that fails in a hundred pods fails in all of them for the same reason.</summary>
    public const int MaximumPods = 8;

    /// <summary>Pods of the services that do not serve or have crashed; of services that are to blame, all. The worst first.</summary>
    public static IReadOnlyList<JsonObject> Choose(IEnumerable<JsonObject> pods, EvidenceRequest request) =>
    [
        .. pods
            .Where(p => request.Services.Contains(ServiceOf(p)) && IsAskedFor(p, request))
            .Select(p => (Pod: p, State: PodSnapshot.Read(p)))
            .Where(p => Troubled(p.State) || request.ToBlame.Contains(ServiceOf(p.Pod)))
            .OrderBy(p => Troubled(p.State) ? 0 : 1)
            .ThenByDescending(p => Json.Text(p.Pod["metadata"]?["creationTimestamp"]), StringComparer.Ordinal)
            .Take(MaximumPods)
            .Select(p => p.Pod),
    ];

    /// <summary>Whether the pod is of a revision that evidence is wanted of.</summary>
    public static bool IsAskedFor(JsonObject pod, EvidenceRequest request) =>
        request.Revisions.Count == 0 || request.Revisions.Contains(Json.Text(pod["metadata"]?["labels"]?[SluiceLabels.Revision]));

    private static bool Troubled(PodSnapshot pod) => !pod.Terminating && (!pod.Ready || pod.Containers.Any(c => c.Crashed || c.Last is { ExitCode: not 0 }));

    private static string ServiceOf(JsonObject pod) => Json.Text(pod["metadata"]?["labels"]?[SluiceLabels.Service]);
}

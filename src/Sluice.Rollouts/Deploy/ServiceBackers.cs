using System.Text.Json.Nodes;
using Sluice.Manifests;

namespace Sluice.Rollouts.Deploy;

/// <summary>Which workloads of a release stand behind its Services. Pure.</summary>
public static class ServiceBackers
{
    /// <summary>What a Service selects pods by; empty for one that selects none, as one that only stands for a name elsewhere.</summary>
    public static IReadOnlyDictionary<string, string> SelectorOf(ManifestObject service) =>
        service is { Kind: "Service", ApiVersion: "v1" } && Text(service.Json["spec"]?["type"]) != "ExternalName"
            ? Labels(service.Json["spec"]?["selector"])
            : new Dictionary<string, string>();

    /// <summary>Labels of a workload's pods.</summary>
    public static IReadOnlyDictionary<string, string> PodLabels(ManifestObject workload) => Labels(workload.Json["spec"]?["template"]?["metadata"]?["labels"]);

    /// <summary>
    /// The workloads that are to have pods behind a Service: those that it selects; where it selects none, the one of its own name,
    /// whose labels were meant.
    /// </summary>
    public static IReadOnlyList<ManifestObject> Of(ManifestObject service, IReadOnlyList<ManifestObject> objects)
    {
        IReadOnlyDictionary<string, string> selector = SelectorOf(service);
        if (selector.Count == 0)
        {
            return [];
        }

        ManifestObject[] running = [.. objects.Where(o => ServesOn(o) && o.Namespace == service.Namespace)];
        ManifestObject[] selected = [.. running.Where(o => Matches(selector, PodLabels(o)))];
        return selected.Length > 0 ? selected : [.. running.Where(o => o.Name == service.Name)];
    }

    /// <summary>What is waited for after some objects of a release were applied: they, and the Services that their pods are to stand behind.</summary>
    /// <param name="applied">The objects.</param>
    /// <param name="release">All objects of the release; Services are applied before workloads.</param>
    public static IReadOnlyList<ManifestObject> Awaited(IReadOnlyList<ManifestObject> applied, IReadOnlyList<ManifestObject> release) =>
        [.. applied.Union(release.Where(o => Of(o, release).Any(applied.Contains)))];

    /// <summary>Whether pods with these labels are selected.</summary>
    public static bool Matches(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) =>
        selector.All(s => labels.TryGetValue(s.Key, out string? value) && value == s.Value);

    private static bool ServesOn(ManifestObject item) =>
        item.Kind is "Deployment" or "StatefulSet" && !IsZero(item.Json["spec"]?["replicas"]);

    private static bool IsZero(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) && number == 0;

    private static Dictionary<string, string> Labels(JsonNode? node) =>
        (node as JsonObject ?? []).ToDictionary(p => p.Key, p => Text(p.Value), StringComparer.Ordinal);

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}

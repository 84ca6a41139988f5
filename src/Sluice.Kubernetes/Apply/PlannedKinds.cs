using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Schemas;
using Sluice.Manifests;

namespace Sluice.Kubernetes.Apply;

/// <summary>A kind that the cluster will serve once a CustomResourceDefinition of the same set is applied.</summary>
/// <param name="Resource">Where its objects will be kept.</param>
/// <param name="Schema">What they may hold; <see langword="null"/> when the definition does not say.</param>
internal sealed record PlannedKind(ApiResource Resource, ObjectSchema? Schema);

/// <summary>The kinds that the definitions among a set of objects bring.</summary>
internal sealed class PlannedKinds
{
    private readonly List<PlannedKind> kinds = [];

    public PlannedKinds(IEnumerable<ManifestObject> objects)
    {
        foreach (ManifestObject definition in objects.Where(IsDefinition))
        {
            JsonNode? spec = definition.Json["spec"];
            foreach (JsonObject version in (spec?["versions"] as JsonArray ?? []).OfType<JsonObject>().Where(v => v["served"]?.GetValueKind() == JsonValueKind.True))
            {
                var resource = new ApiResource($"{spec!["group"]}/{version["name"]}", Text(spec["names"]?["kind"]), Text(spec["names"]?["plural"]), Text(spec["scope"]) != "Cluster");
                kinds.Add(new PlannedKind(resource, version["schema"]?["openAPIV3Schema"] is JsonObject schema ? new ObjectSchema(schema, []) : null));
            }
        }
    }

    public IReadOnlyList<PlannedKind> All => kinds;

    public static bool IsDefinition(ManifestObject item) =>
        item.Kind == "CustomResourceDefinition" && item.ApiVersion.StartsWith("apiextensions.k8s.io/", StringComparison.Ordinal);

    public PlannedKind? Find(string apiVersion, string kind) => kinds.Find(k => k.Resource.ApiVersion == apiVersion && k.Resource.Kind == kind);

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}

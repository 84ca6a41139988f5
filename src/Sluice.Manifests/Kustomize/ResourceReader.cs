using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize;

/// <summary>Reads Kubernetes objects from a file.</summary>
internal static class ResourceReader
{
    public static IReadOnlyList<Resource> Read(string text, string path, RenderContext context)
    {
        var resources = new List<Resource>();
        foreach (var (json, node) in context.ReadDocuments(text, path))
        {
            Add(json, node, path, context, resources);
        }

        return resources;
    }

    /// <summary>Whether a map only wraps objects: a kind that ends in List, with items.</summary>
    public static bool IsList(JsonObject map) =>
        map["kind"].Text() is { } kind && kind.EndsWith("List", StringComparison.Ordinal) && map["items"] is JsonArray;

    private static void Add(JsonNode json, YamlNode node, string path, RenderContext context, List<Resource> resources)
    {
        if (json is not JsonObject map)
        {
            context.Add(path, node, "", $"this is {node.Describe()}, not a Kubernetes object", "a map with apiVersion, kind and metadata.name");
            return;
        }

        if (IsList(map))
        {
            var items = (JsonArray)map["items"]!;
            var itemNodes = (node as YamlMap)?.Find("items") as YamlList;
            for (var index = 0; index < items.Count; index++)
            {
                Add(items[index]?.DeepClone() ?? JsonValue.Create(""), itemNodes?.Items[index] ?? node, path, context, resources);
            }

            return;
        }

        var isComplete = true;
        foreach (var (key, value) in new[] { ("apiVersion", map["apiVersion"]), ("kind", map["kind"]), ("metadata.name", map.At("metadata", "name")) })
        {
            if (string.IsNullOrEmpty(value.Text()))
            {
                isComplete = false;
                context.Add(path, node, key, value is null ? "is missing" : "is not a text", "a map with apiVersion, kind and metadata.name, all texts");
            }
        }

        if (isComplete)
        {
            resources.Add(new Resource(map, path));
        }
    }
}

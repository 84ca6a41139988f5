using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Diffs;

/// <summary>
/// The part of a live object that a manifest speaks of: what it says about other fields is the business of others (an
/// autoscaler's replicas, the cluster's defaults), and may change at any time. Pure.
/// </summary>
public sealed class ManagedPart
{
    private readonly ListItems _items;

    private ManagedPart(JsonObject manifest) => _items = new ListItems(ResourceId.Of(manifest));

    /// <summary>A text that is the same as long as those fields are.</summary>
    /// <param name="live">The object in the cluster.</param>
    /// <param name="manifest">As it is applied.</param>
    public static string Of(JsonObject live, JsonObject manifest)
    {
        var shape = (JsonObject)manifest.DeepClone();
        shape.Remove("apiVersion");
        shape.Remove("kind");
        if (shape.Remove("stringData"))
        {
            // The cluster keeps it among the data.
            shape.MapAt("data");
            foreach (var (key, _) in (manifest["stringData"] as JsonObject) ?? [])
            {
                shape.MapAt("data")[key] = "";
            }
        }

        return CanonicalJson.Write(new ManagedPart(manifest).Part(live, shape, ""));
    }

    private JsonNode? Part(JsonNode? live, JsonNode? shape, string path)
    {
        switch (live, shape)
        {
            case (JsonObject map, JsonObject wanted):
                return new JsonObject(wanted.Select(entry =>
                    KeyValuePair.Create(entry.Key, Part(map[entry.Key], entry.Value, path.Length == 0 ? entry.Key : $"{path}/{entry.Key}"))));
            case (JsonArray list, JsonArray wanted) when _items.ByKey(path, list, wanted) is [var items, var known]:
                return new JsonArray([.. known.Select(entry => Part(items.GetValueOrDefault(entry.Key), entry.Value, path))]);
            default:
                return live?.DeepClone();
        }
    }
}

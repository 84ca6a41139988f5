using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;
using Sluice.Manifests.Kustomize.Patching;

namespace Sluice.Manifests.Diffs;

/// <summary>Finds the items of lists again that the cluster knows by a key.</summary>
internal sealed class ListItems(ResourceId id)
{
    /// <summary>The keys of the items of both lists; <see langword="null"/> where the list has none, or not every item has them once.</summary>
    /// <param name="path">Keys with slashes, items left out.</param>
    /// <param name="lists">States of the same list.</param>
    public IReadOnlyList<Dictionary<string, JsonObject>>? ByKey(string path, params ReadOnlySpan<JsonArray> lists)
    {
        if (MergeKeys.Of(id, path) is not { } keys)
        {
            return null;
        }

        var found = new List<Dictionary<string, JsonObject>>();
        foreach (var list in lists)
        {
            var items = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
            foreach (var item in list)
            {
                if (item is not JsonObject map || !items.TryAdd(Key(map, keys), map))
                {
                    return null;
                }
            }

            found.Add(items);
        }

        return found;
    }

    // What a manifest leaves out, the cluster fills in: a port's protocol is TCP.
    private static string Key(JsonObject item, string[] keys) => string.Join('/', keys
        .Select(key => item[key].Text() ?? (item[key] is { } value ? CanonicalJson.Write(value) : key == "protocol" ? "TCP" : "")));
}

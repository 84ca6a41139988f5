using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize.Patching;

/// <summary>
/// Strategic merge as kustomize does it: maps are merged, <c>null</c> removes, lists of the built-in kinds are merged by their
/// keys (items of the patch come first), all other lists are replaced. <c>$patch: delete|replace|merge</c> is understood.
/// </summary>
internal sealed class StrategicMerge(ResourceId id)
{
    private const string Directive = "$patch";

    /// <summary>A directive that is refused, so that nothing is ignored: what is wrong with it, or <see langword="null"/>.</summary>
    public static string? FindUnsupported(JsonObject patch) => FindUnsupported(patch, isWhole: true);

    /// <summary>The merged object; <see langword="null"/> if the patch deletes it.</summary>
    public JsonObject? Apply(JsonObject target, JsonObject patch) => MergeMap(target, patch, "") as JsonObject;

    private static string? FindUnsupported(JsonNode? patch, bool isWhole)
    {
        switch (patch)
        {
            case JsonObject map:
                var directive = map.FirstOrDefault(entry => entry.Key.StartsWith('$'));
                if (directive.Key is not null && !(directive.Key == Directive && directive.Value.Text() is "delete" or "replace" or "merge"))
                {
                    return $"the directive {directive.Key} is not supported here";
                }

                // kustomize takes no notice of these two.
                return isWhole && directive.Value.Text() == "replace" && map.Count > 1
                    ? "$patch: replace stands for a whole object or item, where it does nothing"
                    : map.Select(entry => FindUnsupported(entry.Value, isWhole: false)).FirstOrDefault(found => found is not null);
            case JsonArray list:
                return list.Select(item => FindUnsupported(item, isWhole: true)).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private JsonNode? Merge(JsonNode? target, JsonNode patch, string path) => patch switch
    {
        JsonObject map => MergeMap(target as JsonObject, map, path),
        JsonArray list => MergeList(target as JsonArray, list, path),
        _ => patch.DeepClone(),
    };

    private JsonObject? MergeMap(JsonObject? target, JsonObject patch, string path)
    {
        var directive = patch[Directive].Text();
        if (directive == "delete")
        {
            return null;
        }

        var merged = target is null || directive == "replace" ? [] : (JsonObject)target.DeepClone();
        foreach (var (key, value) in patch.Where(entry => entry.Key != Directive))
        {
            var child = value is null ? null : Merge(merged[key], value, path.Length == 0 ? key : $"{path}/{key}");
            if (child is null)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = child;
            }
        }

        return merged;
    }

    private JsonArray MergeList(JsonArray? target, JsonArray patch, string path)
    {
        var items = patch.Where(item => item.At(Directive).Text() != "replace" || item is JsonObject { Count: > 1 }).ToList();
        var isReplaced = items.Count < patch.Count;
        if (MergeKeys.IsSet(path) && !isReplaced)
        {
            var values = patch.Concat(target ?? []).DistinctBy(CanonicalJson.Write);
            return new JsonArray([.. values.Select(value => value?.DeepClone())]);
        }

        return MergeKeys.Of(id, path) is { } keys && patch.All(item => item is JsonObject)
            ? MergeByKeys(isReplaced ? null : target, items, keys, path)
            : new JsonArray([.. items.Select(item => item is JsonObject map ? MergeMap(null, map, path) : item?.DeepClone())]);
    }

    private JsonArray MergeByKeys(JsonArray? target, List<JsonNode?> patch, string[] keys, string path)
    {
        var rest = target.Objects().ToList();
        var merged = new JsonArray();
        foreach (var item in patch.OfType<JsonObject>())
        {
            var twin = rest.Find(other => IsSame(other, item, keys));
            if (twin is not null)
            {
                rest.Remove(twin);
            }

            if (MergeMap(twin, item, path) is { } result)
            {
                merged.Add((JsonNode)result);
            }
        }

        foreach (var other in rest)
        {
            merged.Add(other.DeepClone());
        }

        return merged;
    }

    private static bool IsSame(JsonObject a, JsonObject b, string[] keys) =>
        keys.All(key => KeyText(a, key) == KeyText(b, key));

    // A port without a protocol is TCP.
    private static string KeyText(JsonObject item, string key) =>
        item[key] is null && key == "protocol" ? "\"TCP\"" : CanonicalJson.Write(item[key]);
}

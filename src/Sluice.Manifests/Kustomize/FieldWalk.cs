using System.Text.Json.Nodes;

namespace Sluice.Manifests.Kustomize;

/// <summary>A field of certain kinds. An empty group, version or kind stands for any.</summary>
/// <param name="Path">Keys with slashes between; lists on the way are gone through item by item.</param>
/// <param name="Create">Make the field where it is absent.</param>
/// <param name="Kind">Kind, or empty.</param>
/// <param name="Group">API group, or empty.</param>
/// <param name="Version">API version, or empty.</param>
internal sealed record FieldSpec(string Path, bool Create = false, string Kind = "", string Group = "", string Version = "")
{
    public bool AppliesTo(ResourceId id) =>
        (Kind.Length == 0 || Kind == id.Kind) && (Group.Length == 0 || Group == id.Group) && (Version.Length == 0 || Version == id.Version);
}

/// <summary>Finds fields by path.</summary>
internal static class FieldWalk
{
    /// <summary>Calls <paramref name="visit"/> with each map that has (or may get) the last key of the path, and that key.</summary>
    public static void Visit(JsonNode root, string path, bool create, Action<JsonObject, string> visit) =>
        Visit(root, path.Split('/'), 0, create, visit);

    private static void Visit(JsonNode? node, string[] keys, int index, bool create, Action<JsonObject, string> visit)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.ToList())
            {
                Visit(item, keys, index, create, visit);
            }

            return;
        }

        if (node is not JsonObject map)
        {
            return;
        }

        var isList = keys[index].EndsWith("[]", StringComparison.Ordinal);
        var key = isList ? keys[index][..^2] : keys[index].Replace("~1", "/", StringComparison.Ordinal);
        if (index == keys.Length - 1)
        {
            if (create || map.ContainsKey(key))
            {
                visit(map, key);
            }

            return;
        }

        if (map[key] is null && create && !isList)
        {
            map[key] = new JsonObject();
        }

        Visit(map[key], keys, index + 1, create, visit);
    }
}

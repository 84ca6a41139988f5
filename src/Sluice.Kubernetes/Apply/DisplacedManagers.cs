using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>Reads from the field managers of an object, before and after, who loses fields. Pure.</summary>
internal static class DisplacedManagers
{
    public static IReadOnlyList<DisplacedManager> Find(JsonObject? live, JsonObject expected)
    {
        ILookup<string, string> before = Fields(live);
        ILookup<string, string> after = Fields(expected);
        return
        [
            .. before
                .Where(g => g.Key != ServerSideApply.Manager)
                .Select(g => new DisplacedManager(g.Key, [.. g.Except(after[g.Key], StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
                .Where(d => d.Fields.Count > 0)
                .OrderBy(d => d.Manager, StringComparer.Ordinal),
        ];
    }

    private static ILookup<string, string> Fields(JsonObject? json) => Json.Items(json?["metadata"]?["managedFields"])
        .Where(m => Json.Text(m["subresource"]).Length == 0)
        .SelectMany(m => Leaves(m["fieldsV1"] as JsonObject ?? [], "").Select(path => (Manager: Json.Text(m["manager"]), Path: path)))
        .Distinct()
        .ToLookup(f => f.Manager, f => f.Path, StringComparer.Ordinal);

    private static IEnumerable<string> Leaves(JsonObject set, string path)
    {
        foreach ((string key, JsonNode? below) in set)
        {
            if (key == ".")
            {
                continue;
            }

            string here = path + Element(key);
            bool isLeaf = true;
            foreach (string leaf in Leaves(below as JsonObject ?? [], here))
            {
                isLeaf = false;
                yield return leaf;
            }

            if (isLeaf)
            {
                yield return here.TrimStart('.');
            }
        }
    }

    // f: names a field, k: an item by its keys, v: a value of a set, i: an item by number.
    private static string Element(string key) => key.Length < 2 ? key : key[..2] switch
    {
        "f:" => key.Contains('.', StringComparison.Ordinal) ? $"[{key[2..]}]" : $".{key[2..]}",
        "k:" => $"[{Keys(key[2..])}]",
        _ => $"[{key[2..].Trim('"')}]",
    };

    private static string Keys(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject keys ? string.Join('/', keys.Select(k => k.Value?.ToString())) : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }
}

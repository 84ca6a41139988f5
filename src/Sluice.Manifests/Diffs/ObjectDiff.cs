using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Diffs;

/// <summary>Compares two states of an object field by field. What the cluster keeps about it (status, managers, revisions) is left out. Pure.</summary>
public sealed class ObjectDiff
{
    private static readonly string[] s_ofTheServer = ["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"];

    private readonly List<FieldChange> _changes = [];
    private readonly ListItems _items;

    private ObjectDiff(JsonObject item) => _items = new ListItems(ResourceId.Of(item));

    /// <summary>Every field that differs, in the order of the fields; additions after what was there.</summary>
    /// <param name="before">As it is, or was.</param>
    /// <param name="after">As it becomes; says its kind.</param>
    public static IReadOnlyList<FieldChange> Between(JsonObject before, JsonObject after)
    {
        var diff = new ObjectDiff(after);
        foreach (var key in Keys(before, after).Where(key => key is not ("status" or "apiVersion" or "kind")))
        {
            if (key == "metadata")
            {
                diff.Maps(Desired(before[key]), Desired(after[key]), key, key);
            }
            else
            {
                diff.Compare(before[key], after[key], key, key);
            }
        }

        return diff._changes;
    }

    private static JsonObject Desired(JsonNode? metadata)
    {
        var desired = (JsonObject?)(metadata as JsonObject)?.DeepClone() ?? [];
        foreach (var key in s_ofTheServer)
        {
            desired.Remove(key);
        }

        return desired;
    }

    private static IEnumerable<string> Keys(JsonObject before, JsonObject after) => before.Concat(after).Select(entry => entry.Key).Distinct(StringComparer.Ordinal);

    private void Compare(JsonNode? before, JsonNode? after, string shown, string path)
    {
        switch (before, after)
        {
            case (JsonObject a, JsonObject b):
                Maps(a, b, shown, path);
                break;
            case (JsonArray a, JsonArray b):
                Lists(a, b, shown, path);
                break;
            default:
                if (CanonicalJson.Write(before) != CanonicalJson.Write(after))
                {
                    _changes.Add(new FieldChange(shown, before, after));
                }

                break;
        }
    }

    private void Maps(JsonObject before, JsonObject after, string shown, string path)
    {
        foreach (var key in Keys(before, after))
        {
            // Names of annotations and files hold dots themselves.
            var name = key.Contains('.', StringComparison.Ordinal) ? $"[{key}]" : $".{key}";
            Compare(before[key], after[key], shown + name, $"{path}/{key}");
        }
    }

    private void Lists(JsonArray before, JsonArray after, string shown, string path)
    {
        if (_items.ByKey(path, before, after) is [var old, var now])
        {
            foreach (var key in old.Keys.Union(now.Keys))
            {
                Compare(old.GetValueOrDefault(key), now.GetValueOrDefault(key), $"{shown}[{key}]", path);
            }
        }
        else if (before.Count == after.Count && before.Concat(after).All(item => item is JsonObject))
        {
            for (var index = 0; index < before.Count; index++)
            {
                Compare(before[index], after[index], string.Create(CultureInfo.InvariantCulture, $"{shown}[{index}]"), path);
            }
        }
        else if (CanonicalJson.Write(before) != CanonicalJson.Write(after))
        {
            _changes.Add(new FieldChange(shown, before, after));
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Kustomize.Replacing;

/// <summary>A field as replacements name it: <c>spec.containers.[name=app].image</c>, <c>spec.list.0</c>, <c>spec.list.*.x</c>; <c>\.</c> is a dot in a key.</summary>
internal static class FieldPath
{
    public static IReadOnlyList<string> Split(string path)
    {
        var parts = new List<string>();
        var current = "";
        var depth = 0;
        for (var index = 0; index < path.Length; index++)
        {
            var character = path[index];
            depth += character switch { '[' => 1, ']' => -1, _ => 0 };
            if (character == '\\' && index + 1 < path.Length && path[index + 1] == '.')
            {
                current += '.';
                index++;
            }
            else if (character == '.' && depth == 0)
            {
                parts.Add(current);
                current = "";
            }
            else
            {
                current += character;
            }
        }

        parts.Add(current);
        return parts;
    }

    /// <summary>The places a path leads to, each with a way to read and to set it.</summary>
    public static IReadOnlyList<FieldPlace> Find(JsonNode root, IReadOnlyList<string> parts, bool create)
    {
        IEnumerable<FieldPlace> places = [new FieldPlace(root, null)];
        foreach (var (part, index) in parts.Select((part, index) => (part, index)))
        {
            var next = index + 1 < parts.Count ? parts[index + 1] : null;
            places = places.SelectMany(place => Step(place.Value, part, next, create)).ToList();
        }

        return [.. places];
    }

    private static IEnumerable<FieldPlace> Step(JsonNode? node, string part, string? next, bool create)
    {
        if (part == "*")
        {
            return node switch
            {
                JsonArray list => list.Select((_, index) => new FieldPlace(list, index)),
                JsonObject every => every.Select(entry => new FieldPlace(every, entry.Key)),
                _ => [],
            };
        }

        if (part.StartsWith('[') && part.EndsWith(']'))
        {
            return node is JsonArray items ? Select(items, part[1..^1], create) : [];
        }

        if (node is JsonArray array)
        {
            return AtIndex(array, part, next, create);
        }

        if (node is not JsonObject map || (!map.ContainsKey(part) && !create))
        {
            return [];
        }

        var isNew = !map.ContainsKey(part);
        if (isNew && next is not null)
        {
            map[part] = Container(next);
        }

        return [new FieldPlace(map, part, isNew)];
    }

    // The place right behind the last item can be made; those beyond it cannot.
    private static List<FieldPlace> AtIndex(JsonArray array, string part, string? next, bool create)
    {
        if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > array.Count || (index == array.Count && !create))
        {
            return [];
        }

        var isNew = index == array.Count;
        if (isNew)
        {
            array.Add(next is null ? null : Container(next));
        }

        return [new FieldPlace(array, index, isNew)];
    }

    private static JsonNode Container(string next) =>
        next.StartsWith('[') || next.All(char.IsAsciiDigit) ? new JsonArray() : new JsonObject();

    private static List<FieldPlace> Select(JsonArray list, string condition, bool create)
    {
        var equals = condition.IndexOf('=', StringComparison.Ordinal);
        var (key, wanted) = equals < 0 ? ("", condition) : (condition[..equals], condition[(equals + 1)..]);
        var found = new List<FieldPlace>();
        for (var index = 0; index < list.Count; index++)
        {
            var value = key.Length == 0 ? list[index] : (list[index] as JsonObject)?[key];
            if ((value.Text() ?? value?.ToJsonString()) == wanted)
            {
                found.Add(new FieldPlace(list, index));
            }
        }

        if (found.Count == 0 && create && key.Length > 0)
        {
            list.Add((JsonNode)new JsonObject { [key] = wanted });
            found.Add(new FieldPlace(list, list.Count - 1));
        }

        return found;
    }
}

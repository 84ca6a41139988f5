using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Manifests.Kustomize.Patching;

/// <summary>A place inside JSON (RFC 6901) with what can be done there. Methods return what is wrong, or <see langword="null"/>.</summary>
internal sealed class JsonPointer
{
    private readonly string[] _parts;

    private JsonPointer(string text, string[] parts)
    {
        Text = text;
        _parts = parts;
    }

    public string Text { get; }

    public static JsonPointer? Parse(string text) => text.Length == 0 || text[0] == '/'
        ? new JsonPointer(text, [.. text.Split('/').Skip(1).Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))])
        : null;

    public string? Get(JsonNode root, out JsonNode? value)
    {
        value = root;
        foreach (var part in _parts)
        {
            if (value is JsonObject map && map.TryGetPropertyValue(part, out var child))
            {
                value = child;
            }
            else if (value is JsonArray list && Index(list, part, list.Count - 1) is { } index)
            {
                value = list[index];
            }
            else
            {
                return $"there is nothing at {Text}";
            }
        }

        return null;
    }

    public string? Add(JsonNode root, JsonNode? value)
    {
        switch (Parent(root))
        {
            case JsonObject map:
                map[_parts[^1]] = value;
                return null;
            case JsonArray list when _parts[^1] == "-":
                list.Add(value);
                return null;
            case JsonArray list when Index(list, _parts[^1], list.Count) is { } index:
                list.Insert(index, value);
                return null;
            default:
                return $"there is no place for {Text}";
        }
    }

    public string? Remove(JsonNode root)
    {
        switch (Parent(root))
        {
            case JsonObject map when map.Remove(_parts[^1]):
                return null;
            case JsonArray list when Index(list, _parts[^1], list.Count - 1) is { } index:
                list.RemoveAt(index);
                return null;
            default:
                return $"there is nothing at {Text}";
        }
    }

    public string? Replace(JsonNode root, JsonNode? value)
    {
        switch (Parent(root))
        {
            case JsonObject map:
                // kustomize makes an absent field, though the standard would refuse it.
                map[_parts[^1]] = value;
                return null;
            case JsonArray list when Index(list, _parts[^1], list.Count - 1) is { } index:
                list[index] = value;
                return null;
            default:
                return $"there is nothing at {Text}";
        }
    }

    private JsonNode? Parent(JsonNode root) =>
        _parts.Length > 0 && new JsonPointer(Text, _parts[..^1]).Get(root, out var parent) is null ? parent : null;

    private static int? Index(JsonArray list, string part, int most)
    {
        if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }

        // Counted from the end, as kustomize allows.
        index = index < 0 ? list.Count + index : index;
        return index >= 0 && index <= most ? index : null;
    }
}

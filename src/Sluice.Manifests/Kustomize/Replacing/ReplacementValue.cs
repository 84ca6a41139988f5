using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize.Replacing;

/// <summary>What a field becomes when a value is put there: types and delimiters.</summary>
internal static class ReplacementValue
{
    /// <summary>Whether <paramref name="result"/> can stand at the place; it does not fit otherwise.</summary>
    public static bool TryFit(FieldPlace place, JsonNode value, IReadOnlyList<string> path, ReplacementOptions options, out JsonNode? result)
    {
        result = null;
        if (options.Delimiter.Length > 0)
        {
            if (place.Value is not (null or JsonValue) || value is not JsonValue)
            {
                return false;
            }

            value = JsonValue.Create(Splice(TextOf(place.Value), TextOf(value), options));
        }

        if (value is not JsonValue)
        {
            result = value.DeepClone();
            return true;
        }

        // Labels and annotations are texts, whatever they look like.
        if (path is ["metadata", "annotations" or "labels", _] || place.Value?.GetValueKind() == JsonValueKind.String)
        {
            result = JsonValue.Create(TextOf(value));
            return true;
        }

        if (place.IsNew)
        {
            result = Reparsed(value);
            return true;
        }

        result = place.Value is JsonValue there ? Reparsed(value, there.GetValueKind()) : value.DeepClone();
        return result is not null && place.Value is not null;
    }

    /// <summary>A scalar as one text.</summary>
    public static string TextOf(JsonNode? value) => value.Text() ?? value?.ToJsonString() ?? "";

    // A value that is there keeps its type: a number goes into a text as text, "7" into a number as 7.
    private static JsonNode? Reparsed(JsonNode value, JsonValueKind kind)
    {
        var parsed = Reparsed(value);
        var isFlag = kind is JsonValueKind.True or JsonValueKind.False;
        return parsed?.GetValueKind() is { } found && (found == kind || (isFlag && found is (JsonValueKind.True or JsonValueKind.False))) ? parsed : null;
    }

    private static JsonNode? Reparsed(JsonNode value) =>
        YamlToJson.Convert(new YamlScalar(TextOf(value), IsPlain: true, Tag: "", 1, 1), "", []);

    // An index beyond either end puts the value in front of or behind what is there.
    private static string Splice(string text, string value, ReplacementOptions options)
    {
        var parts = text.Split(options.Delimiter).ToList();
        if (options.Index < 0)
        {
            parts.Insert(0, value);
        }
        else if (options.Index >= parts.Count)
        {
            parts.Add(value);
        }
        else
        {
            parts[options.Index] = value;
        }

        return string.Join(options.Delimiter, parts);
    }
}

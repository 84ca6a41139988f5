using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Manifests.Json;

/// <summary>Short ways to read JSON of unknown form without exceptions.</summary>
internal static class JsonAccess
{
    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>A whole number, whether it was read from YAML or from JSON.</summary>
    public static int? Whole(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
        && int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool? Truth(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? node!.GetValueKind() == JsonValueKind.True : null;

    /// <summary>The node below a chain of keys; <see langword="null"/> where the chain breaks.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            node = (node as JsonObject)?[key];
        }

        return node;
    }

    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node is JsonArray list ? list.OfType<JsonObject>() : [];

    /// <summary>The map at a key; made if absent.</summary>
    public static JsonObject MapAt(this JsonObject map, string key)
    {
        if (map[key] is not JsonObject child)
        {
            child = [];
            map[key] = child;
        }

        return child;
    }
}

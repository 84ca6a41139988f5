using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Api.Objects;

/// <summary>Short ways into documents, for values that may be missing or (before validation) of the wrong type.</summary>
internal static class Json
{
    /// <summary>The value at a path of field names.</summary>
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string field in path)
        {
            node = (node as JsonObject)?[field];
        }

        return node;
    }

    public static string Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    public static long? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? number : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>The objects in a list; nothing when there is none.</summary>
    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The members of a map with text values.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonObject ?? []).ToDictionary(p => p.Key, p => p.Value?.ToString() ?? "");

    /// <summary>The object at a field, made when missing.</summary>
    public static JsonObject Child(this JsonObject node, string field)
    {
        if (node[field] is not JsonObject child)
        {
            node[field] = child = [];
        }

        return child;
    }

    /// <summary>Sets a field that is missing.</summary>
    public static void Default(this JsonObject node, string field, JsonNode value)
    {
        if (node[field] is null)
        {
            node[field] = value;
        }
    }

    public static string Name(this JsonObject node) => node.Text("metadata", "name");

    public static string Namespace(this JsonObject node) => node.Text("metadata", "namespace");
}

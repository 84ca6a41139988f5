using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>Reads of Kubernetes objects that take an absent or mistyped field as absent.</summary>
internal static class KubeJson
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (string step in path)
        {
            node = node is JsonObject o ? o[step] : null;
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static bool Flag(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static int? Int(this JsonNode? node, params ReadOnlySpan<string> path) => node.At(path) switch
    {
        JsonValue value when value.TryGetValue(out int number) => number,
        JsonValue value when value.TryGetValue(out long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue),
        _ => null,
    };

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    /// <summary>The objects of an array; empty when there is none.</summary>
    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.OfType<JsonObject>() : [];

    /// <summary>The strings of an array; <see langword="null"/> when there is no array.</summary>
    public static IReadOnlyList<string>? Texts(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonArray array ? array.Select(item => item.Text() ?? "").ToList() : null;

    /// <summary>A map of strings; empty when there is none.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map ? map.ToDictionary(p => p.Key, p => p.Value.Text() ?? "") : None;

    public static string Name(this JsonObject value) => value.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject value) => value.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject value) => value.Text("metadata", "uid") ?? "";

    public static bool IsDeleting(this JsonObject value) => value.At("metadata", "deletionTimestamp") is not null;

    public static IReadOnlyDictionary<string, string> Labels(this JsonObject value) => value.Map("metadata", "labels");

    public static string? Annotation(this JsonObject value, string name) => value.Text("metadata", "annotations", name);

    public static DateTimeOffset Created(this JsonObject value) => value.Time("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue;

    /// <summary>A copy that may be changed.</summary>
    public static JsonObject Copy(this JsonObject value) => value.DeepClone().AsObject();

    /// <summary>The object at a path, made where it is missing.</summary>
    public static JsonObject Ensure(this JsonObject value, params ReadOnlySpan<string> path)
    {
        foreach (string step in path)
        {
            if (value[step] is not JsonObject next)
            {
                value[step] = next = [];
            }

            value = next;
        }

        return value;
    }

    public static JsonArray ToJson(this IEnumerable<JsonNode?> items) => new([.. items]);

    public static JsonObject ToJson(this IEnumerable<KeyValuePair<string, string>> map) =>
        new(map.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)JsonValue.Create(p.Value))));

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Stamp(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Store;

/// <summary>The part of an object's metadata that the store itself reads and writes.</summary>
internal static class ObjectMeta
{
    public static JsonObject Of(JsonObject value)
    {
        if (value["metadata"] is JsonObject metadata)
        {
            return metadata;
        }

        metadata = [];
        value["metadata"] = metadata;
        return metadata;
    }

    public static string? Text(JsonObject value, string field) =>
        value["metadata"]?[field] is JsonValue found && found.TryGetValue(out string? text) ? text : null;

    public static bool IsDeleting(JsonObject value) => Text(value, "deletionTimestamp") is not null;

    /// <summary>A time as Kubernetes writes it: UTC, whole seconds.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Whether finalizers still hold a deleted object.</summary>
    public static bool IsHeld(ResourceKey key, JsonObject value) =>
        value["metadata"]?["finalizers"] is JsonArray { Count: > 0 }
        || (key.Resource == "namespaces" && value["spec"]?["finalizers"] is JsonArray { Count: > 0 });

    /// <summary>Whether anything but metadata and status differs.</summary>
    public static bool DesiredDiffers(JsonObject a, JsonObject b)
    {
        return Differs(a, b) || Differs(b, a);

        static bool Differs(JsonObject one, JsonObject other) =>
            one.Any(p => p.Key is not ("metadata" or "status") && !JsonNode.DeepEquals(p.Value, other[p.Key]));
    }

    public static void Set(JsonObject metadata, string field, JsonNode? value)
    {
        if (value is null)
        {
            metadata.Remove(field);
        }
        else
        {
            metadata[field] = value.DeepClone();
        }
    }
}

using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness;

/// <summary>Reads fields that may be missing.</summary>
internal static class Json
{
    public static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    public static int Int(JsonNode? node, int fallback = 0) => node is JsonValue value && value.TryGetValue(out int number) ? number : fallback;

    public static long Long(JsonNode? node) => node is JsonValue value && value.TryGetValue(out long number) ? number : 0;

    public static bool Flag(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static IEnumerable<JsonObject> Items(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    /// <summary>The condition of a type, or null.</summary>
    public static JsonObject? Condition(JsonObject json, string type) =>
        Items(json["status"]?["conditions"]).FirstOrDefault(c => Text(c["type"]) == type);

    /// <summary>The uid of the object that controls this one; empty when none does.</summary>
    public static string Controller(JsonObject json) =>
        Text(Items(json["metadata"]?["ownerReferences"]).FirstOrDefault(o => Flag(o["controller"]))?["uid"]);
}

using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Schemas;

/// <summary>The OpenAPI schema of one kind, with the definitions that it refers to.</summary>
/// <param name="Root">Of the whole object.</param>
/// <param name="Definitions">By name; empty where nothing is referred to, as in a CustomResourceDefinition.</param>
internal sealed record ObjectSchema(JsonObject Root, JsonObject Definitions)
{
    private const string Quantity = "resource.Quantity";

    // Documents of real servers nest two deep; a cycle of references would not end.
    private const int LongestChain = 20;

    private static readonly JsonObject QuantitySchema = (JsonObject)JsonNode.Parse("""{"oneOf":[{"type":"string"},{"type":"number"}]}""")!;

    /// <summary>Follows references to the schema that says something; <see langword="null"/> when there is none, and so everything is allowed.</summary>
    public JsonObject? Resolve(JsonNode? schema)
    {
        var current = schema as JsonObject;
        for (int i = 0; i < LongestChain && current is not null; i++)
        {
            // Wrapped into allOf where a default stands beside the reference.
            JsonNode? reference = current["$ref"] ?? (current["allOf"] is JsonArray { Count: 1 } all ? all[0]?["$ref"] : null);
            if (reference is not JsonValue value || !value.TryGetValue(out string? text))
            {
                return current;
            }

            // OpenAPI 2 says "text" of quantities although servers take numbers as well.
            current = text.EndsWith(Quantity, StringComparison.Ordinal) ? QuantitySchema : Definitions[text[(text.LastIndexOf('/') + 1)..]] as JsonObject;
        }

        return current;
    }
}

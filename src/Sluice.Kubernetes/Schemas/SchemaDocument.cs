using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Schemas;

/// <summary>An OpenAPI document of either version, with its schemas findable by kind.</summary>
internal sealed class SchemaDocument
{
    private readonly JsonObject definitions;
    private readonly Dictionary<string, JsonObject> byKind = new(StringComparer.Ordinal);

    public SchemaDocument(JsonObject document)
    {
        definitions = (document["components"]?["schemas"] ?? document["definitions"]) as JsonObject ?? [];
        foreach (JsonObject schema in definitions.Select(d => d.Value).OfType<JsonObject>())
        {
            foreach (JsonNode? kind in schema["x-kubernetes-group-version-kind"] as JsonArray ?? [])
            {
                string group = kind?["group"]?.ToString() ?? "";
                byKind[Key($"{(group.Length > 0 ? group + "/" : "")}{kind?["version"]}", $"{kind?["kind"]}")] = schema;
            }
        }
    }

    public ObjectSchema? Find(string apiVersion, string kind) =>
        byKind.TryGetValue(Key(apiVersion, kind), out JsonObject? schema) ? new ObjectSchema(schema, definitions) : null;

    private static string Key(string apiVersion, string kind) => $"{apiVersion} {kind}";
}

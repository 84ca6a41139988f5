using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Discovery;

/// <summary>
/// OpenAPI v3, one document a group version, made from the schemas: enough for clients to validate, to merge lists
/// by their keys and to learn that the server itself refuses unknown fields.
/// </summary>
internal static class OpenApiDocuments
{
    private const string Reference = "#/components/schemas/";

    public static JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (string root in ResourceCatalog.Kinds.Select(k => k.Root).Distinct())
        {
            paths[root[1..]] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3{root}?hash={DiscoveryDocuments.GitVersion}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <param name="root">Without the leading slash: <c>api/v1</c>, <c>apis/apps/v1</c>.</param>
    public static JsonObject? Document(string root)
    {
        var kinds = ResourceCatalog.Kinds.Where(k => k.Root[1..] == root).ToList();
        if (kinds.Count == 0)
        {
            return null;
        }

        var schemas = new JsonObject();
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            Add(kind.Schema, schemas);
            schemas[SchemaName(kind.Schema)]!["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind));
            if (!kind.IsReview)
            {
                paths[$"{kind.Root}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}/{{name}}"] = Path(kind);
            }
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Sluice sandbox", ["version"] = DiscoveryDocuments.GitVersion },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static JsonObject Path(ResourceKind kind)
    {
        var item = new JsonObject();
        foreach (var (method, action) in (ReadOnlySpan<(string, string)>)[("get", "get"), ("put", "put"), ("patch", "patch"), ("delete", "delete")])
        {
            var parameters = new JsonArray();
            foreach (string name in method is "put" or "patch" ? new[] { "dryRun", "fieldManager", "fieldValidation" } : [])
            {
                parameters.Add(new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } });
            }

            item[method] = new JsonObject
            {
                ["parameters"] = parameters,
                ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
                ["x-kubernetes-action"] = action,
                ["x-kubernetes-group-version-kind"] = GroupVersionKind(kind),
            };
        }

        return item;
    }

    private static JsonObject GroupVersionKind(ResourceKind kind) => new() { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version };

    private static void Add(StructType type, JsonObject schemas)
    {
        string name = SchemaName(type);
        if (schemas.ContainsKey(name))
        {
            return;
        }

        var properties = new JsonObject();
        schemas[name] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        foreach (var (field, declared) in type.Fields)
        {
            properties[field] = Property(declared, schemas);
        }
    }

    private static JsonObject Property(SchemaField field, JsonObject schemas)
    {
        var property = Type(field.Type, schemas);
        var strategies = new List<string>();
        if (field.Type is ListType { PatchMerges: true } list)
        {
            strategies.Add("merge");
            if (list.PatchKey is { } key)
            {
                property["x-kubernetes-patch-merge-key"] = key;
            }
        }

        if (field.RetainKeys)
        {
            strategies.Add("retainKeys");
        }

        if (strategies.Count > 0)
        {
            property["x-kubernetes-patch-strategy"] = string.Join(",", strategies);
        }

        return property;
    }

    private static JsonObject Type(SchemaType type, JsonObject schemas)
    {
        switch (type)
        {
            case StructType inner:
                Add(inner, schemas);
                var reference = new JsonObject { ["$ref"] = Reference + SchemaName(inner) };
                return new JsonObject { ["allOf"] = new JsonArray(reference), ["default"] = new JsonObject() };
            case MapType map:
                var members = new JsonObject { ["type"] = "object", ["additionalProperties"] = Type(map.Element, schemas) };
                if (map.Atomic)
                {
                    members["x-kubernetes-map-type"] = "atomic";
                }

                return members;
            case ListType list:
                return List(list, schemas);
            default:
                return Scalar(((ScalarType)type).Kind);
        }
    }

    private static JsonObject List(ListType list, JsonObject schemas)
    {
        var items = new JsonObject
        {
            ["type"] = "array",
            ["items"] = Type(list.Element, schemas),
            ["x-kubernetes-list-type"] = list.Kind switch { ListKind.Keyed => "map", ListKind.Set => "set", _ => "atomic" },
        };
        if (list.Keys.Count > 0)
        {
            items["x-kubernetes-list-map-keys"] = new JsonArray([.. list.Keys.Select(k => JsonValue.Create(k.Field))]);
        }

        return items;
    }

    private static JsonObject Scalar(ScalarKind kind) => kind switch
    {
        ScalarKind.Opaque => new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true },
        ScalarKind.Integer => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
        ScalarKind.Number => new JsonObject { ["type"] = "number" },
        ScalarKind.Boolean => new JsonObject { ["type"] = "boolean" },
        ScalarKind.Time => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        ScalarKind.IntOrText => new JsonObject { ["type"] = "string", ["format"] = "int-or-string", ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }) },
        ScalarKind.Quantity => new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "number" }) },
        _ => new JsonObject { ["type"] = "string" },
    };

    private static string SchemaName(StructType type) => "dev.sluice.sandbox." + type.Name.Replace("Kind:", "", StringComparison.Ordinal);
}

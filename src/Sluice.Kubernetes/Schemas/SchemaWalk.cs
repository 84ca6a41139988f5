using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Model.Input;

namespace Sluice.Kubernetes.Schemas;

/// <summary>One field that does not fit its schema.</summary>
/// <param name="Field"><c>spec.template.spec.containers[0].imag</c>.</param>
/// <param name="What">What is wrong with it; never its value, which may be a secret.</param>
internal sealed record SchemaFinding(string Field, string What)
{
    public override string ToString() => $"{Field}: {What}";
}

/// <summary>Compares an object with its schema: fields that nobody knows, values of the wrong type. Pure; finds everything.</summary>
internal sealed class SchemaWalk
{
    private const int MostNames = 12;

    private static readonly string[] ObjectFields = ["apiVersion", "kind", "metadata"];

    private readonly ObjectSchema schema;
    private readonly List<SchemaFinding> findings = [];

    private SchemaWalk(ObjectSchema schema) => this.schema = schema;

    public static IReadOnlyList<SchemaFinding> Check(ObjectSchema schema, JsonObject value)
    {
        var walk = new SchemaWalk(schema);
        walk.Members(schema.Resolve(schema.Root) ?? [], value, "", isObject: true);
        return walk.findings;
    }

    private void Value(JsonNode? declared, JsonNode value, string path)
    {
        JsonObject? form = schema.Resolve(declared);
        if (form is null)
        {
            return;
        }

        switch (Types(form))
        {
            case []:
                break;
            case ["object"] when value is JsonObject members:
                Members(form, members, path, isObject: form["x-kubernetes-embedded-resource"]?.GetValueKind() == JsonValueKind.True);
                break;
            case ["array"] when value is JsonArray items:
                Items(form["items"], items, path);
                break;
            case var types when types.Any(type => Fits(type, value)):
                break;
            case var types:
                findings.Add(new SchemaFinding(path, Mismatch(types, value)));
                break;
        }
    }

    private void Members(JsonObject form, JsonObject value, string path, bool isObject)
    {
        var known = form["properties"] as JsonObject;
        JsonNode? others = form["additionalProperties"];
        bool open = form["x-kubernetes-preserve-unknown-fields"]?.GetValueKind() == JsonValueKind.True
            || others?.GetValueKind() == JsonValueKind.True
            || (known is null && others is null);
        foreach ((string name, JsonNode? child) in value)
        {
            string at = path.Length == 0 ? name : $"{path}.{name}";
            if (known?[name] is { } declared)
            {
                Child(declared, child, at);
            }
            else if (others is JsonObject element)
            {
                Child(element, child, at);
            }
            else if (!open && !(isObject && ObjectFields.Contains(name)))
            {
                findings.Add(new SchemaFinding(at, Unknown(name, [.. (known ?? []).Select(p => p.Key).Union(isObject ? ObjectFields : [])])));
            }
        }
    }

    private void Child(JsonNode declared, JsonNode? child, string at)
    {
        // Servers take a null for "not said".
        if (child is not null)
        {
            Value(declared, child, at);
        }
    }

    private void Items(JsonNode? declared, JsonArray items, string path)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
            {
                Value(declared, item, $"{path}[{i}]");
            }
            else
            {
                findings.Add(new SchemaFinding($"{path}[{i}]", "nothing stands there"));
            }
        }
    }

    /// <summary>The types a value may have; none when anything goes.</summary>
    private static string[] Types(JsonObject form)
    {
        if (form["format"]?.ToString() == "int-or-string" || form["x-kubernetes-int-or-string"]?.GetValueKind() == JsonValueKind.True)
        {
            return ["integer", "string"];
        }

        if (form["type"] is JsonValue type && type.TryGetValue(out string? one))
        {
            return [one];
        }

        string[] choices = [.. ((form["oneOf"] ?? form["anyOf"]) as JsonArray ?? []).Select(c => c?["type"]?.ToString() ?? "")];
        return choices.Length > 0 && !choices.Contains("") ? choices : form["properties"] is JsonObject ? ["object"] : [];
    }

    private static bool Fits(string type, JsonNode value) => (type, value.GetValueKind()) switch
    {
        ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) => true,
        ("integer", JsonValueKind.Number) => decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal number) && decimal.IsInteger(number),
        _ => false,
    };

    private static string Mismatch(string[] types, JsonNode value)
    {
        string wanted = string.Join(" or ", types.Select(Name));
        string found = value.GetValueKind() switch
        {
            JsonValueKind.Object => "a map",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "text",
            JsonValueKind.Number => "a number",
            _ => "true or false",
        };
        bool bare = types is ["string"] && value.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
        return $"{found} stands where {wanted} is expected{(bare ? "; put it in quotes" : "")}";
    }

    private static string Name(string type) => type switch
    {
        "object" => "a map",
        "array" => "a list",
        "string" => "text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        _ => type,
    };

    private static string Unknown(string name, IReadOnlyList<string> known)
    {
        if (NearestName.Of(name, known) is { } nearest)
        {
            return $"no such field; did you mean {nearest}?";
        }

        string more = known.Count > MostNames ? ", …" : "";
        return known.Count == 0 ? "no such field" : $"no such field; there are {string.Join(", ", known.Order(StringComparer.Ordinal).Take(MostNames))}{more}";
    }
}

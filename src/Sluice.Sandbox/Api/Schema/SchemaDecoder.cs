using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Api.Schema;

/// <summary>What decoding found: fields nobody knows (dropped) and values of the wrong type (an error).</summary>
internal sealed record DecodeFindings(List<string> Unknown, List<string> WrongTypes);

/// <summary>
/// Brings a document into the form the API stores: unknown fields out, nulls and empty maps and lists out (an empty struct
/// stays: <c>emptyDir: {}</c> means something), values of the wrong type reported with their path.
/// </summary>
internal static class SchemaDecoder
{
    public static DecodeFindings Decode(StructType type, JsonObject document)
    {
        var findings = new DecodeFindings([], []);
        Struct(type, document, "", findings);
        return findings;
    }

    private static void Struct(StructType type, JsonObject value, string path, DecodeFindings findings)
    {
        foreach (var (name, child) in value.ToList())
        {
            string at = path.Length == 0 ? name : $"{path}.{name}";
            if (!type.Fields.TryGetValue(name, out var field))
            {
                findings.Unknown.Add(at);
                value.Remove(name);
            }
            else if (child is null || !Value(field.Type, child, at, findings))
            {
                value.Remove(name);
            }
        }
    }

    /// <summary>Returns whether the value stays.</summary>
    private static bool Value(SchemaType type, JsonNode value, string path, DecodeFindings findings)
    {
        switch (type, value)
        {
            case (ScalarType scalar, _):
                Scalar(scalar.Kind, value, path, findings);
                return true;
            case (StructType inner, JsonObject members):
                Struct(inner, members, path, findings);
                return true;
            case (MapType map, JsonObject members):
                foreach (var (key, child) in members.ToList())
                {
                    if (child is null || !Value(map.Element, child, $"{path}.{key}", findings))
                    {
                        members.Remove(key);
                    }
                }

                return members.Count > 0;
            case (ListType list, JsonArray items):
                for (int i = 0; i < items.Count; i++)
                {
                    if (items[i] is { } item)
                    {
                        Value(list.Element, item, $"{path}[{i}]", findings);
                    }
                    else
                    {
                        findings.WrongTypes.Add($"{path}[{i}]: null is not an item");
                    }
                }

                return items.Count > 0;
            default:
                Wrong(type, value, path, findings);
                return true;
        }
    }

    private static void Scalar(ScalarKind kind, JsonNode value, string path, DecodeFindings findings)
    {
        var found = value.GetValueKind();
        bool fits = kind switch
        {
            ScalarKind.Opaque => true,
            ScalarKind.Text or ScalarKind.Time => found == JsonValueKind.String,
            ScalarKind.Boolean => found is JsonValueKind.True or JsonValueKind.False,
            ScalarKind.Integer => found == JsonValueKind.Number && IsInteger(value),
            ScalarKind.Number => found == JsonValueKind.Number,
            ScalarKind.IntOrText => found == JsonValueKind.String || (found == JsonValueKind.Number && IsInteger(value)),
            _ => found is JsonValueKind.String or JsonValueKind.Number,
        };
        if (!fits)
        {
            Wrong(new ScalarType(kind), value, path, findings);
        }
    }

    private static bool IsInteger(JsonNode value) => long.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _);

    private static void Wrong(SchemaType type, JsonNode value, string path, DecodeFindings findings)
    {
        string found = value.GetValueKind() switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            _ => "bool",
        };
        findings.WrongTypes.Add($"json: cannot unmarshal {found} into field {path} of type {SchemaNames.Of(type)}");
    }
}

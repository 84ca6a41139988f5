using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Manifests.Json;

/// <summary>
/// One text for one meaning: keys in ordinal order, no white space, the shortest form of a number, and the escapes of Go's
/// encoder, so that kustomize's content hashes come out the same.
/// </summary>
public static class CanonicalJson
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Append(text, node);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                AppendMap(text, map);
                break;
            case JsonArray list:
                text.Append('[');
                for (var index = 0; index < list.Count; index++)
                {
                    text.Append(index == 0 ? "" : ",");
                    Append(text, list[index]);
                }

                text.Append(']');
                break;
            case JsonValue value:
                AppendScalar(text, value);
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void AppendMap(StringBuilder text, JsonObject map)
    {
        text.Append('{');
        var first = true;
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(first ? "" : ",");
            first = false;
            AppendText(text, key);
            text.Append(':');
            Append(text, value);
        }

        text.Append('}');
    }

    private static void AppendScalar(StringBuilder text, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                AppendText(text, value.GetValue<string>());
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.ToJsonString()));
                break;
            default:
                text.Append(value.ToJsonString());
                break;
        }
    }

    // Integers as they are; everything else as the double it stands for, so that 1.0, 1e0 and 1 are one number.
    private static string Number(string json)
    {
        if (!json.AsSpan().ContainsAny(".eE"))
        {
            return json == "-0" ? "0" : json;
        }

        // decimal holds the shortest form of every double up to here without an exponent.
        const double MostWithoutExponent = 1e21;
        var number = double.Parse(json, NumberStyles.Float, CultureInfo.InvariantCulture);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return Math.Abs(number) < MostWithoutExponent && Math.Floor(number) == number
            ? decimal.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("F0", CultureInfo.InvariantCulture)
            : shortest;
    }

    private static void AppendText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}

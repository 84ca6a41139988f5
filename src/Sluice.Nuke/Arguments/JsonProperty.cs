using System.Text.Json;

namespace Sluice.Nuke.Arguments;

/// <summary>One property of a JSON object, with its place.</summary>
/// <param name="Name">As written.</param>
/// <param name="Line">Of the name, from 1.</param>
/// <param name="Kind">Of the value; <see cref="JsonTokenType.StartArray"/> for an array of plain values.</param>
/// <param name="Texts">The value, or those of the array.</param>
internal sealed record JsonProperty(string Name, int Line, JsonTokenType Kind, IReadOnlyList<string> Texts)
{
    /// <summary>Reads the properties of the object that a file holds.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static IReadOnlyList<JsonProperty> ReadAll(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("must hold one object with a property per parameter", path: null, lineNumber: 0, bytePositionInLine: 0);
        }

        var properties = new List<JsonProperty>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var line = json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            reader.Read();
            properties.Add(new JsonProperty(name, line, reader.TokenType, ReadTexts(ref reader)));
        }

        return properties;
    }

    private static List<string> ReadTexts(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            var text = Text(ref reader);
            reader.Skip();
            return [text];
        }

        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(Text(ref reader));
            reader.Skip();
        }

        return texts;
    }

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.StartObject or JsonTokenType.StartArray => "{…}",
        _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
    };
}

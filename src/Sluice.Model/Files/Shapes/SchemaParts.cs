using System.Text.Json.Nodes;

namespace Sluice.Model.Files.Shapes;

/// <summary>Pieces of JSON schema. Wherever a scalar stands, a variable may stand instead: <c>${NAME}</c>.</summary>
internal static class SchemaParts
{
    /// <summary>A text that names a variable.</summary>
    public const string Variable = @"\$\{[A-Za-z_][A-Za-z0-9_]*\}";

    public static JsonObject Text(string allowed, string? pattern)
    {
        var schema = new JsonObject { ["type"] = "string", ["description"] = allowed };
        if (pattern is not null)
        {
            schema["pattern"] = $"{pattern}|{Variable}";
        }

        return schema;
    }

    // A pattern speaks of texts alone, and bounds of numbers alone; so one schema holds both.
    public static JsonObject Number(string type, double least, double most) => new()
    {
        ["type"] = new JsonArray(type, "string"),
        ["minimum"] = least,
        ["maximum"] = most,
        ["pattern"] = Variable,
    };

    public static JsonObject Words(IEnumerable<string> words) => AnyOf(
        new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) },
        new JsonObject { ["type"] = "string", ["pattern"] = Variable });

    public static JsonObject AnyOf(params JsonObject[] schemas) => new() { ["anyOf"] = new JsonArray([.. schemas]) };
}

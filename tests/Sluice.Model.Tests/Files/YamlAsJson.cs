using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Tests.Files;

/// <summary>A YAML text as the JSON that a schema judges.</summary>
internal static class YamlAsJson
{
    public static string Convert(string yaml) => Node(YamlReader.Read(yaml, "test").Documents[0].Root!)!.ToJsonString();

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMap map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Node(entry.Value)))),
        YamlList list => new JsonArray([.. list.Items.Select(Node)]),
        YamlScalar scalar => scalar.Resolve().Value switch
        {
            null => null,
            bool flag => flag,
            long number => number,
            double number => number,
            // YAML has points in time where JSON has texts.
            _ => scalar.Text,
        },
        _ => null,
    };
}

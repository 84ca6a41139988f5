using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>What the keys of a map may be that the user chooses.</summary>
internal sealed record KeyRule(string Allowed, Func<string, TextReading<string>> Read, string? Pattern)
{
    /// <summary>DNS labels.</summary>
    public static KeyRule DnsLabel { get; } = new(Names.DnsLabelAllowed, Names.DnsLabel, Names.DnsLabelPattern);

    /// <summary>Names of strategies, gates and policies.</summary>
    public static KeyRule Identifier { get; } = new(Names.IdentifierAllowed, Names.Identifier, Names.IdentifierPattern);

    /// <summary>Any text.</summary>
    public static KeyRule Anything { get; } = new("a text", text => text.Length > 0 ? new(text, null) : TextReading.Bad<string>("is empty"), null);

    public JsonObject Schema()
    {
        var schema = new JsonObject { ["minLength"] = 1 };
        if (Pattern is not null)
        {
            schema["pattern"] = Pattern;
            schema["maxLength"] = Names.LongestDnsLabel;
        }

        return schema;
    }
}

/// <summary>A map from keys that the user chooses to values of one shape; may be empty.</summary>
internal sealed class DictionaryShape<T>(string keys, string values, KeyRule rule, Shape<T> item) : Shape<IReadOnlyDictionary<string, T>>
{
    public override string Allowed => $"a map from {keys} to {values}";

    public override IEnumerable<IShape> Parts => [item];

    public override string Summarise(Func<IShape, string> part) => $"a map from {keys} to {values}: {part(item)}";

    public override JsonObject Schema() => new() { ["type"] = "object", ["propertyNames"] = rule.Schema(), ["additionalProperties"] = item.Schema() };

    public override string Show(IReadOnlyDictionary<string, T> value) =>
        value.Count == 0 ? "" : $"{{{string.Join(", ", value.Select(pair => $"{pair.Key}: {item.Show(pair.Value)}"))}}}";

    public override IReadOnlyDictionary<string, T>? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlMap map)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return null;
        }

        var read = new Dictionary<string, T>();
        foreach (var (key, value) in map.Entries)
        {
            var itemPath = ReadContext.Join(path, key.Text);
            if (rule.Read(key.Text).Problem is { } problem)
            {
                context.Add(key, itemPath, $"{key.Quote()} {problem}", rule.Allowed);
            }

            if (item.Read(value, itemPath, context) is { } there)
            {
                read[key.Text] = there;
            }
        }

        return read;
    }
}

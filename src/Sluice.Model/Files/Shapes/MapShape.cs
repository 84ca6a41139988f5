using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>An item of a map with names chosen by the user.</summary>
internal sealed record Named<T>(string Name, YamlScalar Key, T Value);

/// <summary>A map from names chosen by the user, at least one, to items of one shape.</summary>
internal sealed class MapShape<T>(string what, Shape<T> item) : Shape<IReadOnlyList<Named<T>>>
    where T : class
{
    public override string Allowed => $"a map from the name of each {what} to its settings, at least one";

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = new JsonObject { ["pattern"] = Names.DnsLabelPattern, ["maxLength"] = Names.LongestDnsLabel },
        ["additionalProperties"] = item.Schema(),
    };

    public override IReadOnlyList<Named<T>>? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlMap map || map.Entries.Count == 0)
        {
            context.Add(node, path, node is YamlMap ? "is empty" : $"is {node.Describe()}", Allowed);
            return null;
        }

        var items = new List<Named<T>>();
        foreach (var (key, value) in map.Entries)
        {
            var itemPath = ReadContext.Join(path, key.Text);
            if (Names.DnsLabel(key.Text).Problem is { } problem)
            {
                context.Add(key, itemPath, problem, $"the name of the {what} as {Names.DnsLabelAllowed}");
            }

            if (item.Read(value, itemPath, context) is { } read)
            {
                items.Add(new Named<T>(key.Text, key, read));
            }
        }

        return items;
    }
}

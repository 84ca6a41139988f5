using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>An item of a map with names chosen by the user.</summary>
/// <typeparam name="T">Type of the item.</typeparam>
/// <param name="Name">Its name.</param>
/// <param name="Key">Where it stands.</param>
/// <param name="Value">What it is; <see langword="null"/> where that could not be read.</param>
internal sealed record Named<T>(string Name, YamlScalar Key, T? Value)
    where T : class;

/// <summary>A map from names chosen by the user, at least one, to items of one shape.</summary>
internal sealed class MapShape<T>(string what, Shape<T> item, KeyRule rule) : Shape<IReadOnlyList<Named<T>>>
    where T : class
{
    public override string Allowed => $"a map from the name of each {what} to its settings, at least one";

    public override IEnumerable<IShape> Parts => [item];

    public override string PathPart => $".<{what}>";

    public override string Summarise(Func<IShape, string> part) => $"a map from the name of each {what} to {part(item)}";

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = rule.Schema(),
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
            if (rule.Read(key.Text).Problem is { } problem)
            {
                context.Add(key, itemPath, $"{key.Quote()} {problem}", $"the name of the {what} as {rule.Allowed}");
            }

            items.Add(new Named<T>(key.Text, key, item.Read(value, itemPath, context)));
        }

        return items;
    }
}

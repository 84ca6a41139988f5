using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>A list; items that cannot be read are left out (and reported).</summary>
/// <typeparam name="T">Type of an item.</typeparam>
/// <param name="item">Shape of an item.</param>
/// <param name="isSet">Whether an item twice is a mistake; told to editors.</param>
/// <param name="least">0, or 1 where it must not be empty.</param>
public sealed class ListShape<T>(Shape<T> item, bool isSet = true, int least = 0) : Shape<IReadOnlyList<T>>
{
    public override string Allowed => $"a list{(least > 0 ? " with at least one item" : "")}, each item: {item.Allowed}";

    public override IEnumerable<IShape> Parts => [item];

    public override string PathPart => "[]";

    public override string Summarise(Func<IShape, string> part) => $"a list{(least > 0 ? ", not empty" : "")}; each item: {part(item)}";

    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = item.Schema() };
        if (isSet)
        {
            schema["uniqueItems"] = true;
        }

        if (least > 0)
        {
            schema["minItems"] = least;
        }

        return schema;
    }

    public override string Show(IReadOnlyList<T> value) => value.Count == 0 ? "" : $"[{string.Join(", ", value.Select(item.Show))}]";

    public override IReadOnlyList<T>? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlList list)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return null;
        }

        if (list.Items.Count < least)
        {
            context.Add(node, path, "is empty", Allowed);
        }

        var items = new List<T>();
        for (var index = 0; index < list.Items.Count; index++)
        {
            if (item.Read(list.Items[index], $"{path}[{index}]", context) is { } value)
            {
                items.Add(value);
            }
        }

        return items;
    }
}

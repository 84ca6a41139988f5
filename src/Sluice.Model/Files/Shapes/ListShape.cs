using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>A list; items that cannot be read are left out (and reported).</summary>
public sealed class ListShape<T>(Shape<T> item) : Shape<IReadOnlyList<T>>
    where T : class
{
    public override string Allowed => $"a list, each item: {item.Allowed}";

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = item.Schema(), ["uniqueItems"] = true };

    public override IReadOnlyList<T>? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlList list)
        {
            context.Add(node, path, $"is {node.Describe()}", Allowed);
            return null;
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

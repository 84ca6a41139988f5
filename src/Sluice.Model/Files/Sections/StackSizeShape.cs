using System.Text.Json.Nodes;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Strategies;
using Sluice.Model.Values;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Sections;

/// <summary>A number of pods or a share of the stable stack.</summary>
internal sealed class StackSizeShape : Shape<StackSize>
{
    private const int Most = 10_000;

    public override string Allowed => "a number of pods from 1 to 10000, or a share of the stable stack such as 25% or full";

    public override JsonObject Schema() => SchemaParts.AnyOf(
        new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = Most },
        SchemaParts.Text(Allowed, "^(full|[0-9]+([.][0-9]+)?%)$"));

    public override string Show(StackSize value) => value.ToString();

    public override StackSize Read(YamlNode node, string path, ReadContext context)
    {
        if (node is YamlScalar { IsUnset: false } scalar && Size(scalar) is { } size)
        {
            return size;
        }

        context.Add(node, path, $"is {node.Describe()}", Allowed);
        return default;
    }

    private static StackSize? Size(YamlScalar scalar) => scalar.Resolve() switch
    {
        { Type: YamlScalarType.WholeNumber, Value: long count and >= 1 and <= Most } => StackSize.Of((int)count),
        { Type: YamlScalarType.Text } when scalar.Text == "full" => StackSize.Full,
        { Type: YamlScalarType.Text } when Share.ParsePercent(scalar.Text) is { Value: > 0 } share => new StackSize(null, share),
        _ => null,
    };
}

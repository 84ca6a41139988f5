using System.Text.Json.Nodes;
using Sluice.Model.Gates;
using Sluice.Model.Values;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>Margins as a map, or as a list with one for each step, of which the first holds: what is judged here is one step.</summary>
internal sealed class AnyMarginShape(Shape<MarginDefinition> map, Shape<IReadOnlyList<Share>> steps, Func<Share, MarginDefinition> ofOne) : Shape<MarginDefinition>
{
    public override string Allowed => $"{map.Allowed}; or {steps.Allowed}";

    public override IEnumerable<IShape> Parts => [map, steps];

    public override JsonObject Schema() => SchemaParts.AnyOf(map.Schema(), steps.Schema());

    public override string Show(MarginDefinition value) => map.Show(value);

    public override MarginDefinition? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlList)
        {
            return map.Read(node, path, context);
        }

        var errors = context.Errors.Count;
        return steps.Read(node, path, context) is [var first, ..] && context.Errors.Count == errors ? ofOne(first) : null;
    }
}

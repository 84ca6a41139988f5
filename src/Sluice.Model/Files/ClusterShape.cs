using System.Text.Json.Nodes;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files;

/// <summary><c>sandbox</c>, or <c>{context: name}</c>.</summary>
internal sealed class ClusterShape : Shape<ClusterDefinition>
{
    private static readonly Field<string> s_context = Field.Required(
        "context", "Context of the kubeconfig", new TextShape<string>("the name of a context of the kubeconfig", Names.Context));

    private static readonly RecordShape<ClusterDefinition> s_byContext = new(
        "a cluster", [s_context], values => new ClusterDefinition(values.Get(s_context)));

    public override string Allowed => "'sandbox', or a map with the key context (context: name of a context of the kubeconfig)";

    public override JsonObject Schema() => new()
    {
        ["oneOf"] = new JsonArray(new JsonObject { ["const"] = ClusterDefinition.SandboxKeyword }, s_byContext.Schema()),
    };

    public override ClusterDefinition? Read(YamlNode node, string path, ReadContext context)
    {
        if (node is not YamlScalar scalar)
        {
            return node is YamlMap ? s_byContext.Read(node, path, context) : Refuse(node, path, context, null);
        }

        return scalar.Text == ClusterDefinition.SandboxKeyword
            ? new ClusterDefinition(null)
            : Refuse(node, path, context, NearestName.Of(scalar.Text, [ClusterDefinition.SandboxKeyword]));
    }

    private ClusterDefinition? Refuse(YamlNode node, string path, ReadContext context, string? nearest)
    {
        context.Add(node, path, $"is {node.Describe()}", Allowed, nearest);
        return null;
    }
}

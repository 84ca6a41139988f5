using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files.Sections;

/// <summary><c>cluster:</c></summary>
internal static class ClusterSchema
{
    private static readonly Field<string?> s_context = Field.Maybe(
        "context", "Context of the kubeconfig", new TextShape<string>("the name of a context of the kubeconfig", Names.Line), "the kubeconfig's current context");

    private static readonly Field<string?> s_kubeconfig = Field.Maybe("kubeconfig", "The kubeconfig file", CommonShapes.FilePath, "the one that kubectl would take");

    private static readonly Shape<ClusterDefinition> s_own = new RecordShape<ClusterDefinition>("a cluster", [s_context, s_kubeconfig], Build);

    public static Shape<ClusterDefinition> Cluster { get; } = new EitherShape<ClusterDefinition>(
        new ChoiceShape<ClusterDefinition>((ClusterDefinition.SandboxKeyword, new ClusterDefinition(null))), s_own);

    private static ClusterDefinition Build(FieldValues values)
    {
        if (!values.Has(s_context) && !values.Has(s_kubeconfig))
        {
            values.Report("names no cluster", "context: the name of a context of the kubeconfig, kubeconfig: a file, or both");
        }

        return new ClusterDefinition(values.Get(s_context), values.Get(s_kubeconfig));
    }
}

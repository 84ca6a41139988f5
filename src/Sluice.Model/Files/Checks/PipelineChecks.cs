using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files.Checks;

/// <summary>Checks across the file: what no single key can tell.</summary>
internal static class PipelineChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        DependencyChecks.Run(draft, context);
        StrategyChecks.Run(draft, context);
        ReferenceChecks.Run(draft, context);
        PlacementChecks.Run(draft, context);
        NamespaceChecks.Run(draft, context);
        TriggerChecks.Run(draft, context);
    }
}

using System.Globalization;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Checks;

/// <summary>Strategies by themselves: their names, and weights that rise.</summary>
internal static class StrategyChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        foreach (var strategy in draft.Strategies)
        {
            CheckName(strategy, context);
            CheckWeights(strategy.Value?.Steps ?? [], context);
        }

        foreach (var gate in draft.Gates.Where(gate => gate.Name == NoGate.Keyword))
        {
            context.Add(gate.Key, $"gates.{gate.Name}", "the name 'none' stands for no gate", "another name");
        }
    }

    private static void CheckName(Named<StrategyDraft> strategy, ReadContext context)
    {
        if (strategy.Value is { } own && StrategyDefaults.BuiltIn.TryGetValue(strategy.Name, out var builtIn) && own.Definition.Kind != builtIn.Kind)
        {
            context.Add(
                strategy.Key, $"strategies.{strategy.Name}", $"the name '{strategy.Name}' stands for a strategy of the kind {builtIn.Kind}, and this one is {own.Definition.Kind}", $"{builtIn.Kind}: under this name, or another name");
        }
    }

    private static void CheckWeights(IReadOnlyList<StepDraft> steps, ReadContext context)
    {
        var before = 0;
        foreach (var weight in steps.Select(step => step.Weight).OfType<Located<int>>())
        {
            if (weight.Value <= before)
            {
                // A weight that a variable holds is not shown.
                var shown = weight.Node is YamlScalar { Written: null } ? weight.Value.ToString(CultureInfo.InvariantCulture) : weight.Shown;
                context.Add(weight.Node, weight.Path, $"the weight {shown} does not rise above the one before it", "weights that rise from step to step");
            }

            before = Math.Max(before, weight.Value);
        }
    }
}

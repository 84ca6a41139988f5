using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;

namespace Sluice.Model.Files;

/// <summary>A strategy as written: its steps name gates.</summary>
internal sealed record StrategyDraft(StrategyDefinition Definition, IReadOnlyList<StepDraft> Steps)
{
    /// <summary>The draft of a strategy whose steps name no gates.</summary>
    public static StrategyDraft Of(StrategyDefinition strategy) =>
        new(strategy, [.. (strategy as CanaryStrategy)?.Steps.Select(step => new StepDraft(step, null, null)) ?? []]);

    public StrategyDefinition Build(string name, IReadOnlyDictionary<string, GateDefinition> gates)
    {
        IReadOnlyList<RolloutStep> steps = [.. Steps.Select(step => step.Build(gates))];
        return Definition switch
        {
            CanaryStrategy canary => canary with { Name = name, Steps = steps },
            BlueGreenStrategy blueGreen => blueGreen with { Name = name, Checks = steps },
            _ => Definition with { Name = name },
        };
    }
}

/// <summary>A step as written.</summary>
/// <param name="Step">The step without its gate.</param>
/// <param name="Weight">Its weight, where it has one.</param>
/// <param name="Gate">The name of its gate.</param>
internal sealed record StepDraft(RolloutStep Step, Located<int>? Weight, Located<string>? Gate)
{
    public RolloutStep Build(IReadOnlyDictionary<string, GateDefinition> gates) => Step is WeightStep weighted && Gate is not null
        ? weighted with { Gate = Gate.Value == NoGate.Keyword ? NoGate.Instance : gates[Gate.Value] }
        : Step;
}

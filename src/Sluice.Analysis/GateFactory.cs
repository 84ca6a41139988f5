using Sluice.Analysis.Evidence;
using Sluice.Analysis.Looks;
using Sluice.Model.Gates;

namespace Sluice.Analysis;

/// <summary>From what <c>sluice.yaml</c> says to a gate that runs.</summary>
public static class GateFactory
{
    /// <summary>A gate at the beginning of a rollout.</summary>
    /// <exception cref="ArgumentException">The context has no step.</exception>
    public static IGate Create(GateDefinition definition, GateContext context)
    {
        if (context.Steps.Count == 0)
        {
            throw new ArgumentException("a rollout has at least one step", nameof(context));
        }

        return definition switch
        {
            NoGate => new OpenJudge(),
            EvidenceGate evidence => new EvidenceJudge(evidence, context),
            ThresholdGate threshold => new ThresholdJudge(threshold, context),
            SloBurnRateGate burnRate => new BurnRateJudge(burnRate, context),
            PromQlGate promQl => new PromQlJudge(promQl, context),
            _ => throw new ArgumentOutOfRangeException(nameof(definition), definition.GetType().Name, "no judge for this kind of gate"),
        };
    }
}

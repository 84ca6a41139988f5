using Sluice.Analysis;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Metrics.Judging;

/// <summary>
/// The steps of a lane as its gates count them: those with a weight, up to the last one that anybody judges, whatever a rollout
/// does in between. Pure.
/// </summary>
internal sealed class GateSteps
{
    /// <summary>When a step has taken too long is the rollout's to say: it knows of pauses, and gives a step its time anew.</summary>
    private static readonly TimeSpan s_unlimited = TimeSpan.MaxValue;

    private readonly Dictionary<int, GatedStep> _gated;

    private GateSteps(IReadOnlyList<GateStep> all, Dictionary<int, GatedStep> gated) => (All, _gated) = (all, gated);

    /// <summary>What every gate of the lane is told of the rollout; also steps that another gate judges, as they say how far a pass leads.</summary>
    public IReadOnlyList<GateStep> All { get; }

    /// <summary>The gates, each once.</summary>
    public IEnumerable<GateDefinition> Gates => _gated.Values.Select(step => step.Gate).Distinct();

    /// <summary>A step of the rollout by its number there; <see langword="null"/> if no gate judges it.</summary>
    public GatedStep? Find(int step) => _gated.GetValueOrDefault(step);

    public static GateSteps Of(Lane lane) => Of(lane.Placement, lane.Candidate.Replicas);

    /// <param name="placement">The service in its environment.</param>
    /// <param name="replicas">Pods that its manifest asks for.</param>
    public static GateSteps Of(ServicePlacement placement, int replicas)
    {
        // A canary's own steps with a weight come in the plan in their order, and before the one that gives the candidate everything.
        IReadOnlyList<GateDefinition> judges = placement.Strategy is CanaryStrategy canary
            ? [.. canary.Steps.OfType<WeightStep>().Select(placement.GateOf)]
            : [placement.Gate];
        var all = new List<GateStep>();
        var gated = new Dictionary<int, GatedStep>();
        var steps = PlanBuilder.Of(placement, 0, replicas).Steps;
        for (var number = 0; number < steps.Count && all.Count < judges.Count; number++)
        {
            if (steps[number] is { Kind: StepKind.Weight } step)
            {
                if (step.IsGated)
                {
                    gated.Add(number, new GatedStep(judges[all.Count], all.Count));
                }

                all.Add(new GateStep(step.Weight) { Dwell = step.Dwell, Deadline = s_unlimited });
            }
        }

        return new GateSteps(all, gated);
    }
}

/// <summary>A step that a gate judges.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Index">Its number among the steps with a weight, from 0.</param>
internal sealed record GatedStep(GateDefinition Gate, int Index);

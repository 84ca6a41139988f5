using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;

namespace Sluice.Rollouts.Machine;

/// <summary>Makes the steps of a service from its strategy. Canary and blue-green differ in nothing but their steps; a service that is updated in place has one that counts. Pure.</summary>
public static class PlanBuilder
{
    /// <param name="placement">The service in its environment.</param>
    /// <param name="level">Its dependency level.</param>
    /// <param name="replicas">Pods that its manifest asks for, at least 1.</param>
    /// <exception cref="ArgumentException">The strategy is none that is known.</exception>
    public static ServicePlan Of(ServicePlacement placement, int level, int replicas)
    {
        IReadOnlyList<StepPlan> steps = placement.Strategy switch
        {
            CanaryStrategy canary => [.. Prepared(canary.Steps.Select(step => Step(step, placement))), new StepPlan(StepKind.Weight) { Weight = 100, Part = 1 }],
            BlueGreenStrategy blueGreen =>
            [
                Sized(new StepPlan(StepKind.Scale), blueGreen.Preview),
                .. blueGreen.Checks.Select(step => Step(step, placement)),
                Judged(new StepPlan(StepKind.Weight) { Weight = 100, Part = 1 }, placement.Gate, blueGreen.Bake, null),
            ],
            // The first step waits: what cannot be shown to a few users first comes when the others of its level give everything.
            RollingStrategy => [new StepPlan(StepKind.Scale), Judged(new StepPlan(StepKind.Weight) { Weight = 100, Part = 1 }, placement.Gate, null, null)],
            _ => throw new ArgumentException($"The strategy '{placement.Strategy.Name}' of the service '{placement.Service}' is not known.", nameof(placement)),
        };
        return new ServicePlan(placement.Service, level, placement.Router, replicas, steps) { IsRolling = placement.Strategy is RollingStrategy };
    }

    // A job or a question before the first weight needs a pod to be about.
    private static IEnumerable<StepPlan> Prepared(IEnumerable<StepPlan> steps)
    {
        var all = steps.ToList();
        return all is [{ Kind: StepKind.Weight or StepKind.Scale }, ..] ? all : all.Prepend(new StepPlan(StepKind.Scale) { Pods = 1 });
    }

    private static StepPlan Step(RolloutStep step, ServicePlacement placement) => step switch
    {
        WeightStep weight => Judged(Sized(new StepPlan(StepKind.Weight) { Weight = weight.Weight }, weight.Replicas), placement.GateOf(weight), weight.Dwell, weight.Deadline),
        ReplicasStep replicas => Sized(new StepPlan(StepKind.Scale), replicas.Replicas),
        PauseStep pause => new StepPlan(StepKind.Pause) { Deadline = pause.Timeout, Then = pause.Then },
        SmokeStep smoke => new StepPlan(StepKind.Smoke) { Deadline = smoke.Job.Deadline, Text = smoke.Job.Name },
        ManualStep manual => new StepPlan(StepKind.Manual) { Deadline = manual.Timeout, Text = manual.Question },
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Unknown step."),
    };

    private static StepPlan Sized(StepPlan step, StackSize? size) =>
        size is { } known ? step with { Pods = known.Count, Part = known.Count is null ? known.Share.Value : null } : step;

    private static StepPlan Judged(StepPlan step, GateDefinition gate, TimeSpan? dwell, TimeSpan? deadline)
    {
        if (gate is NoGate)
        {
            return step with { Dwell = dwell ?? TimeSpan.Zero };
        }

        var least = dwell ?? gate.Dwell;
        var most = deadline ?? gate.Deadline;
        return step with { IsGated = true, Dwell = least, Deadline = most > least ? most : least };
    }
}

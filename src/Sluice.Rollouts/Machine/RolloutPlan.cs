using Sluice.Model.Environments;

namespace Sluice.Rollouts.Machine;

/// <summary>What a rollout is to do. Immutable; journalled with the state, so that a resume needs nothing else.</summary>
/// <param name="Services">The services with a new revision; those of one level go in lockstep, levels in order.</param>
/// <param name="OnRegression">What happens when a candidate is found worse.</param>
/// <param name="OnInconclusive">What happens when a gate cannot decide in time.</param>
/// <param name="ReadyDeadline">How long pods may take to become ready, and pointers to be read back.</param>
public sealed record RolloutPlan(
    IReadOnlyList<ServicePlan> Services, RegressionAction OnRegression, InconclusiveAction OnInconclusive, TimeSpan ReadyDeadline)
{
    /// <summary>How long a rollback waits for the stable stack before traffic is left where it is served.</summary>
    /// <value>20 s</value>
    public TimeSpan ReturnDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long saving evidence and draining pods may take before they are left to a later command.</summary>
    /// <value>2 min</value>
    public TimeSpan CleanUpDeadline { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>One service in a rollout.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Level">0 for services that need nobody.</param>
/// <param name="Router">What moves its traffic.</param>
/// <param name="Replicas">Pods that its manifest asks for: the size where nothing serves yet.</param>
/// <param name="Steps">Never empty; the last one gives the candidate everything.</param>
public sealed record ServicePlan(string Service, int Level, TrafficRouter Router, int Replicas, IReadOnlyList<StepPlan> Steps)
{
    /// <summary>
    /// Whether its workload is updated in place: the cluster replaces pod by pod, there is no second stack whose size or capacity is
    /// anybody's business, and the way back is to replace them again.
    /// </summary>
    public bool IsRolling { get; init; }

    /// <summary>The step that gives the candidate everything.</summary>
    public int Last => Steps.Count - 1;

    /// <summary>Pods of the candidate in a step.</summary>
    /// <param name="step">Number of the step.</param>
    /// <param name="stable">Pods of the stable stack, or of the manifest if there is none.</param>
    public int Pods(int step, int stable)
    {
        var plan = Steps[step];
        var part = plan.Part ?? (plan.Kind, Router) switch
        {
            (not StepKind.Weight, _) => 0,
            // All stable pods stay, so its share is its pods among both stacks'.
            (_, TrafficRouter.Replicas) when plan.Weight < 100 => plan.Weight / (100.0 - plan.Weight),
            _ => plan.Weight / 100.0,
        };
        return Math.Max(1, plan.Pods ?? (int)Math.Ceiling(Math.Round(stable * part, 9)));
    }
}

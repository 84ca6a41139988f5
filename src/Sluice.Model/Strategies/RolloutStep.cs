using Sluice.Model.Gates;
using Sluice.Model.Services;

namespace Sluice.Model.Strategies;

/// <summary>One step of a canary.</summary>
public abstract record RolloutStep;

/// <summary>Gives the candidate a part of the traffic and looks.</summary>
/// <param name="Weight">Percent of the traffic, 1–100; more than in the step with a weight before it.</param>
public sealed record WeightStep(int Weight) : RolloutStep
{
    /// <summary>Size of the candidate; <see langword="null"/> for what the weight needs.</summary>
    public StackSize? Replicas { get; init; }

    /// <summary>How long the step lasts at least; <see langword="null"/> for the gate's dwell.</summary>
    public TimeSpan? Dwell { get; init; }

    /// <summary>How long the gate may take; <see langword="null"/> for the gate's deadline.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The gate that judges this step; <see langword="null"/> for the service's.</summary>
    public GateDefinition? Gate { get; init; }
}

/// <summary>Changes the candidate's size and nothing else.</summary>
/// <param name="Replicas">Its size.</param>
public sealed record ReplicasStep(StackSize Replicas) : RolloutStep;

/// <summary>What happens when a pause runs out.</summary>
public enum PauseEnd
{
    /// <summary>The rollout goes on.</summary>
    Continue,

    /// <summary>The rollout goes back.</summary>
    Rollback,
}

/// <summary>Waits for a person's <c>Promote</c>, or for a time; the gate goes on looking meanwhile.</summary>
/// <param name="Timeout">How long; <see langword="null"/> for as long as it takes.</param>
/// <param name="Then">What happens after <paramref name="Timeout"/>.</param>
public sealed record PauseStep(TimeSpan? Timeout, PauseEnd Then) : RolloutStep;

/// <summary>Runs a job against the candidate; its failure is the candidate's.</summary>
/// <param name="Job">What runs.</param>
public sealed record SmokeStep(JobDefinition Job) : RolloutStep;

/// <summary>Asks a person something; <c>Promote</c> is yes, <c>Abort</c> is no.</summary>
/// <param name="Question">What is to be checked.</param>
/// <param name="Timeout">After this it counts as no; <see langword="null"/> for never.</param>
public sealed record ManualStep(string Question, TimeSpan? Timeout) : RolloutStep;

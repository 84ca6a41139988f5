using Sluice.Model.Strategies;

namespace Sluice.Rollouts.Machine;

/// <summary>What a step of a rollout does.</summary>
public enum StepKind
{
    /// <summary>Makes the candidate large enough, gives it a part of the traffic and looks.</summary>
    Weight,

    /// <summary>Changes the candidate's size only.</summary>
    Scale,

    /// <summary>Waits for a person, or for a time.</summary>
    Pause,

    /// <summary>Runs a job against the candidate.</summary>
    Smoke,

    /// <summary>Asks a person.</summary>
    Manual,
}

/// <summary>One step, with every default filled in.</summary>
/// <param name="Kind">What it does.</param>
public sealed record StepPlan(StepKind Kind)
{
    /// <summary>Percent of the traffic, 1–100; only of <see cref="StepKind.Weight"/>.</summary>
    public int Weight { get; init; }

    /// <summary>Size of the candidate in pods; <see langword="null"/> where <see cref="Part"/> counts.</summary>
    public int? Pods { get; init; }

    /// <summary>Size as a part of the stable stack, 0–1; <see langword="null"/>: what the weight needs.</summary>
    public double? Part { get; init; }

    /// <summary>Whether a gate has to pass it.</summary>
    public bool IsGated { get; init; }

    /// <summary>How long it lasts at least, from the moment the weight is read back.</summary>
    public TimeSpan Dwell { get; init; }

    /// <summary>How long it may take; <see langword="null"/> for as long as it takes.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>What happens when a pause runs out.</summary>
    public PauseEnd Then { get; init; }

    /// <summary>The question, or the name of the job.</summary>
    public string Text { get; init; } = "";
}

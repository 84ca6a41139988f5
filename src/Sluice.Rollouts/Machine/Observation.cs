namespace Sluice.Rollouts.Machine;

/// <summary>What a person, or the end of the process, asks of a rollout. The closed list.</summary>
public enum RolloutSignal
{
    None,

    /// <summary>The step counts as passed.</summary>
    Promote,

    /// <summary>This and all later steps count as passed as soon as the candidate is ready.</summary>
    PromoteFully,

    /// <summary>No further step begins.</summary>
    Pause,

    /// <summary>Ends a pause, an interruption, or the wait after a gate that could not decide.</summary>
    Resume,

    /// <summary>Everything goes back.</summary>
    Abort,

    /// <summary>The process ends: weights go to 0, the rollout can be resumed.</summary>
    Interrupt,

    /// <summary>The process ends and leaves weights as they are.</summary>
    Leave,
}

/// <summary>Everything that a decision is made from.</summary>
/// <param name="Time">Now.</param>
/// <param name="Signal">What was asked for since the last decision.</param>
/// <param name="Services">What was seen; a service that is absent was not seen.</param>
public sealed record Observation(DateTimeOffset Time, RolloutSignal Signal, IReadOnlyList<ServiceObservation> Services);

/// <summary>What was seen of one service. <see langword="null"/> stands for unknown, which never counts as good.</summary>
/// <param name="Service">Its name.</param>
public sealed record ServiceObservation(string Service)
{
    /// <summary>The stack that served when the rollout began.</summary>
    public StackSight? Stable { get; init; }

    /// <summary>The stack on trial.</summary>
    public StackSight? Candidate { get; init; }

    /// <summary>The candidate's weight as read back from the pointers and their endpoints, 0–100; the rest is stable's.</summary>
    public int? Weight { get; init; }

    /// <summary>Of a service that is updated in place, what its workload asks for: 100 for the new revision, 0 for any other.</summary>
    public int? Asked { get; init; }

    /// <summary>Whether stable's capacity is held: its autoscaler may not go below what it has now.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether the pointers name the candidate as the one that serves, read back.</summary>
    public bool IsPromoted { get; init; }

    /// <summary>What the gate says.</summary>
    public GateAnswer? Gate { get; init; }

    /// <summary>How the job of a smoke step stands.</summary>
    public JobSight? Job { get; init; }

    /// <summary>Whether logs, events and numbers of the candidate are saved.</summary>
    public bool IsEvidenceSaved { get; init; }

    /// <summary>Whether the stack that served before is on record as warm, with its end.</summary>
    public bool IsWarm { get; init; }
}

/// <summary>A stack as it was seen.</summary>
/// <param name="Pods">Pods that are asked for; 0 if it does not exist.</param>
/// <param name="Ready">Pods that serve.</param>
/// <param name="Failure">Why it will not become ready; <see langword="null"/> if nothing says so.</param>
public sealed record StackSight(int Pods, int Ready, string? Failure = null);

/// <summary>A job as it was seen.</summary>
/// <param name="Step">The step that it belongs to.</param>
/// <param name="HasPassed"><see langword="null"/> while it runs.</param>
/// <param name="Text">One sentence about its end.</param>
public sealed record JobSight(int Step, bool? HasPassed, string Text);

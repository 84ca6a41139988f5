namespace Sluice.Rollouts.Machine;

/// <summary>Everything that a rollout has to remember. Serialisable (<see cref="StateDocument"/>); a restored state decides the same.</summary>
/// <param name="Plan">What is to be done.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Since">When that began.</param>
/// <param name="Level">The level that is at work; earlier ones are promoted.</param>
/// <param name="Services">In the order of the plan.</param>
public sealed record RolloutState(
    RolloutPlan Plan, RolloutPhase Phase, DateTimeOffset Since, int Level, IReadOnlyList<ServiceState> Services)
{
    /// <summary>A person wants no further step to begin.</summary>
    public bool IsPaused { get; init; }

    /// <summary>A person promoted it fully.</summary>
    public bool IsFull { get; init; }

    /// <summary>It was interrupted with its weights left as they are.</summary>
    public bool IsLeft { get; init; }

    /// <summary>Why it does not go on; <see langword="null"/> while it does.</summary>
    public RolloutReason? Reason { get; init; }

    /// <summary>Nothing will happen any more.</summary>
    public bool IsOver => Phase is RolloutPhase.Succeeded or RolloutPhase.RolledBack or RolloutPhase.Stranded;

    public static RolloutState Begin(RolloutPlan plan, DateTimeOffset now) => new(
        plan,
        RolloutPhase.Running,
        now,
        plan.Services.Min(service => service.Level),
        [.. plan.Services.Select(service => new ServiceState(service.Service, ServicePhase.Waiting, now))]);
}

/// <summary>What a rollout remembers of one service.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Since">When that began.</param>
public sealed record ServiceState(string Service, ServicePhase Phase, DateTimeOffset Since)
{
    /// <summary>Number of the step it is in.</summary>
    public int Step { get; init; }

    /// <summary>The candidate's weight as it is to be, 0–100.</summary>
    public int Weight { get; init; }

    /// <summary>The candidate's pods as they are to be.</summary>
    public int Pods { get; init; }

    /// <summary>Pods of the stable stack when it was last seen.</summary>
    public int StablePods { get; init; }

    /// <summary>Whether a stack served before; <see langword="null"/> until somebody looked.</summary>
    public bool? HadStable { get; init; }

    /// <summary>Whether that stack had no ready pod when the rollout began.</summary>
    public bool WasBroken { get; init; }

    /// <summary>The highest weight it was ever given.</summary>
    public int Granted { get; init; }

    /// <summary>Why the last step with a weight counts as passed, and so the next weight may come.</summary>
    public WeightCause PassedBy { get; init; }

    /// <summary>The last step whose gate a person overruled; −1 for none.</summary>
    public int Overruled { get; init; } = -1;
}

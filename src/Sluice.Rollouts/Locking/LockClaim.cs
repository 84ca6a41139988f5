namespace Sluice.Rollouts.Locking;

/// <summary>Who wants the lock, what for, and how badly.</summary>
public sealed record LockClaim
{
    /// <summary>For people, and different for every run: <c>robin@laptop, process 4711, run 3f2a9c01</c>.</summary>
    public required string Holder { get; init; }

    /// <summary>For people: <c>DeployStage of 1a2b3c4d5e6f</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Where the run can be watched; empty when nowhere.</summary>
    public string Url { get; init; } = "";

    /// <summary>How long to wait for another run; zero to be refused at once.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>
    /// Takes the lock from a living holder, as a rollback does with a rollout that is under way. Does not work on, and itself
    /// is safe from, others of the kind.
    /// </summary>
    public bool TakesOver { get; init; }
}

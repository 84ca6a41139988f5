namespace Sluice.Rollouts.Locking;

/// <summary>How asking for the lock ended. The closed list is this file.</summary>
public abstract record LockOutcome
{
    private LockOutcome()
    {
    }

    /// <param name="Lock">Held until it is disposed of or lost.</param>
    /// <param name="From">The living holder that it was taken over from, or null.</param>
    public sealed record Taken(HeldLock Lock, LeaseState? From) : LockOutcome;

    /// <summary>Another run holds it.</summary>
    /// <param name="View">The last look.</param>
    /// <param name="Waited">How long this run waited.</param>
    public sealed record Refused(LockView View, TimeSpan Waited) : LockOutcome;

    /// <summary>The environment's namespace does not exist yet, and the lock lives in it.</summary>
    public sealed record NoNamespace : LockOutcome;

    public sealed record Failed(IReadOnlyList<ClusterProblem> Problems) : LockOutcome;
}

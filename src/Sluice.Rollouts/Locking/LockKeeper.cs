using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Locking;

/// <summary>Why a lock is no longer held.</summary>
public enum LockLossKind
{
    /// <summary>Another run took it.</summary>
    TakenOver,

    /// <summary>Someone deleted or emptied its record.</summary>
    Removed,

    /// <summary>It could not be renewed in time.</summary>
    NotRenewed,
}

/// <summary>How a lock was lost.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Other">Who has it now; null when nobody or not known.</param>
/// <param name="Problem">What went wrong with the last renewal; null when nothing did.</param>
public sealed record LockLoss(LockLossKind Kind, LeaseState? Other, ClusterProblem? Problem);

/// <summary>Decides whether a lock is still held. Pure; time is given.</summary>
/// <param name="Lease">The holder's record as it last knew it.</param>
/// <param name="Terms">The times.</param>
/// <param name="Renewed">When the last renewal that was stored was sent, by the holder's monotonic clock.</param>
public sealed record LockKeeper(LeaseState Lease, LockTerms Terms, TimeSpan Renewed)
{
    /// <summary>When to take the lock for lost unless a renewal is stored before.</summary>
    public TimeSpan GiveUpAt => Renewed + Terms.GiveUpAfter;

    public LockKeeper Stored(LeaseState lease, TimeSpan sent) => this with { Lease = lease, Renewed = sent };

    /// <summary>What a renewal that was refused as stale means: still ours in a newer version, or lost.</summary>
    public (LockKeeper Next, LockLoss? Loss) Reread(LeaseReading reading) => reading.Lease switch
    {
        { } lease when lease.Holder == Lease.Holder && lease.Fence == Lease.Fence => (this with { Lease = lease }, null),
        { IsFree: false } other => (this, new LockLoss(LockLossKind.TakenOver, other, null)),
        _ => (this, new LockLoss(LockLossKind.Removed, null, null)),
    };

    /// <summary>What a renewal that failed means: nothing yet, or that it is time to give up.</summary>
    public LockLoss? Failed(ClusterProblem? problem, TimeSpan now) => now >= GiveUpAt ? new LockLoss(LockLossKind.NotRenewed, null, problem) : null;
}

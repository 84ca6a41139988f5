namespace Sluice.Rollouts.Locking;

/// <summary>
/// The times around a lock. A holder stops <see cref="GiveUpAfter"/> after the last renewal that it knows of; others may
/// take over <see cref="Duration"/> after the last one that they saw. The difference is what requests on their way have left.
/// </summary>
public sealed record LockTerms
{
    public static LockTerms Default { get; } = new();

    /// <summary>After so long without a sign of life the holder counts as dead. Whole seconds, as a Lease has no finer ones.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Between two renewals.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Between a renewal that failed and the next attempt.</summary>
    public TimeSpan RetryEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a successful renewal the holder takes the lock for lost. Less than <see cref="Duration"/>.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromSeconds(13);

    /// <summary>A write that comes later than this after a renewal is preceded by another one: the holder may have been taken over or asleep.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Allowed for API servers whose clocks differ, where the cluster's time is to prove that a holder is dead.</summary>
    public TimeSpan ServerSlack { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often who waits looks again.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>After a take-over from a living holder: what it was just writing must not land on top of the taker's writes.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For giving the lock back, also when the run is being ended by a signal.</summary>
    public TimeSpan ReleaseTime { get; init; } = TimeSpan.FromSeconds(1.5);
}

using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Locking;

/// <summary>The writes to the lock's record. Pure.</summary>
public static class LeaseMoves
{
    /// <summary>
    /// The record with a new holder. Its fencing number is one more than the last, or the cluster's time in seconds where that
    /// is more: so it grows even when someone deleted the record, which is what people do with a lock that is in their way.
    /// </summary>
    /// <param name="reading">What the write goes on top of.</param>
    /// <param name="claim">The new holder.</param>
    /// <param name="terms">For the promised duration.</param>
    /// <param name="runner">This machine's clock, used when the server does not tell its own.</param>
    public static LeaseState Take(LeaseReading reading, LockClaim claim, LockTerms terms, DateTimeOffset runner)
    {
        LeaseState? before = reading.Lease;
        DateTimeOffset now = reading.ServerTime ?? runner;
        long floor = reading.ServerTime?.ToUnixTimeSeconds() ?? 1;
        return new LeaseState
        {
            Holder = claim.Holder,
            Purpose = claim.Purpose,
            Url = claim.Url,
            IsExclusive = claim.TakesOver,
            Duration = terms.Duration,
            AcquiredAt = now,
            RenewTime = LeaseState.TimeText(now),
            Transitions = before is null ? 0 : before.Transitions + 1,
            Fence = Math.Max((before?.Fence ?? 0) + 1, floor),
            Version = before?.Version ?? "",
        };
    }

    /// <param name="lease">The holder's own record.</param>
    /// <param name="held">How long it has been held.</param>
    public static LeaseState Renew(LeaseState lease, TimeSpan held) => lease with
    {
        RenewTime = LeaseState.TimeText((lease.AcquiredAt ?? DateTimeOffset.UnixEpoch) + held),
    };

    /// <summary>The record without a holder; its counters stay.</summary>
    public static LeaseState Release(LeaseState lease) => new()
    {
        Duration = lease.Duration,
        RenewTime = lease.RenewTime,
        Transitions = lease.Transitions,
        Fence = lease.Fence,
        Version = lease.Version,
    };
}

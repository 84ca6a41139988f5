using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Locking;

/// <summary>What the lock's record means to one observer.</summary>
public enum LockStanding
{
    /// <summary>Nobody holds it.</summary>
    Free,

    /// <summary>The observer itself does.</summary>
    Mine,

    /// <summary>Another run does, and may be alive.</summary>
    Held,

    /// <summary>Another run did, and gave no sign of life for longer than it promised.</summary>
    Dead,
}

/// <summary>One look at the lock.</summary>
/// <param name="Standing">What it means.</param>
/// <param name="Lease">The record; null when there is none.</param>
/// <param name="Age">How long its holder has had it, by the cluster's clock; null when that is not known.</param>
/// <param name="Silence">How long it has given no sign of life, as far as that is known.</param>
public sealed record LockView(LockStanding Standing, LeaseState? Lease, TimeSpan? Age, TimeSpan Silence);

/// <summary>What an observer remembers of the record: a state and since when, by its own monotonic clock, it has seen nothing else.</summary>
public sealed record LeaseMark(string Holder, string RenewTime, int Transitions, TimeSpan Since);

/// <summary>Decides whether a holder lives. Compares no clocks of different machines: the observer's with itself, the server's with the server's. Pure.</summary>
public static class LockJudge
{
    /// <param name="reading">The record now.</param>
    /// <param name="me">The observer's own identity; empty for one that holds nothing.</param>
    /// <param name="mark">What the last look left behind; null at the first.</param>
    /// <param name="now">The observer's monotonic clock.</param>
    /// <param name="terms">For the slack, and the duration where the record has none.</param>
    public static (LockView View, LeaseMark? Mark) Look(LeaseReading reading, string me, LeaseMark? mark, TimeSpan now, LockTerms terms)
    {
        if (reading.Lease is not { IsFree: false } lease)
        {
            return (new LockView(LockStanding.Free, reading.Lease, null, TimeSpan.Zero), null);
        }

        LeaseMark seen = mark is not null && (mark.Holder, mark.RenewTime, mark.Transitions) == (lease.Holder, lease.RenewTime, lease.Transitions)
            ? mark
            : new LeaseMark(lease.Holder, lease.RenewTime, lease.Transitions, now);
        TimeSpan watched = now - seen.Since;
        TimeSpan told = Difference(reading.ServerTime, lease.WrittenAt) ?? TimeSpan.Zero;
        TimeSpan duration = lease.Duration > TimeSpan.Zero ? lease.Duration : terms.Duration;
        LockStanding standing = lease.Holder == me ? LockStanding.Mine
            : watched >= duration || told >= duration + terms.ServerSlack ? LockStanding.Dead
            : LockStanding.Held;
        return (new LockView(standing, lease, Difference(reading.ServerTime, lease.AcquiredAt), watched > told ? watched : told), seen);
    }

    private static TimeSpan? Difference(DateTimeOffset? later, DateTimeOffset? earlier) =>
        later - earlier is { } difference ? difference > TimeSpan.Zero ? difference : TimeSpan.Zero : null;
}

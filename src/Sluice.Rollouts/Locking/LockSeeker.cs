using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Locking;

/// <summary>What who wants the lock does next. The closed list is this file.</summary>
public abstract record SeekMove
{
    private SeekMove()
    {
    }

    /// <summary>Write this; whether it was stored decides.</summary>
    /// <param name="Next">The record with the seeker as holder.</param>
    /// <param name="From">Who holds it and may be alive; null for nobody.</param>
    public sealed record Write(LeaseState Next, LeaseState? From) : SeekMove;

    public sealed record Wait(TimeSpan Pause, LockView View) : SeekMove;

    /// <summary>Someone else holds it and the time to wait is over.</summary>
    public sealed record Refuse(LockView View) : SeekMove;
}

/// <summary>Decides, look by look, how a run gets the lock. Pure; time is given.</summary>
/// <param name="Claim">Who wants it.</param>
/// <param name="Terms">The times.</param>
/// <param name="Started">When it began to want it, by its monotonic clock.</param>
/// <param name="Mark">What it saw so far.</param>
public sealed record LockSeeker(LockClaim Claim, LockTerms Terms, TimeSpan Started, LeaseMark? Mark = null)
{
    /// <param name="reading">The record now.</param>
    /// <param name="now">The monotonic clock when that was known.</param>
    /// <param name="runner">This machine's clock.</param>
    public (LockSeeker Next, SeekMove Move) See(LeaseReading reading, TimeSpan now, DateTimeOffset runner)
    {
        (LockView view, LeaseMark? mark) = LockJudge.Look(reading, Claim.Holder, Mark, now, Terms);
        LockSeeker next = this with { Mark = mark };
        TimeSpan left = Started + Claim.Wait - now;
        return view switch
        {
            { Standing: LockStanding.Held } when Claim.TakesOver && !view.Lease!.IsExclusive => (next, Take(reading, view.Lease, runner)),
            { Standing: LockStanding.Held } => (next, left <= TimeSpan.Zero ? new SeekMove.Refuse(view) : new SeekMove.Wait(left < Terms.LookEvery ? left : Terms.LookEvery, view)),

            // Also when it is the seeker's own: a write whose answer got lost was stored, but nobody knows when it was sent.
            _ => (next, Take(reading, null, runner)),
        };
    }

    private SeekMove.Write Take(LeaseReading reading, LeaseState? from, DateTimeOffset runner) => new(LeaseMoves.Take(reading, Claim, Terms, runner), from);
}

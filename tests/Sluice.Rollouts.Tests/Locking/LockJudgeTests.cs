using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Locking;

public class LockJudgeTests
{
    private static readonly LockTerms Terms = LockTerms.Default;
    private static readonly DateTimeOffset Server = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // seconds that this observer has seen the same state, seconds since the last write by the server's clock (-1: not told)
    [Theory]
    [InlineData(0, -1, LockStanding.Held)]
    [InlineData(19.9, -1, LockStanding.Held)]
    [InlineData(20, -1, LockStanding.Dead)]
    [InlineData(0, 24, LockStanding.Held)]
    [InlineData(0, 25, LockStanding.Dead)]
    [InlineData(20, 0, LockStanding.Dead)]
    public void Look_HolderIsSilent_IsDeadByTheObserversClockOrByTheServers(double watched, int told, LockStanding expected)
    {
        LeaseState lease = Lease() with { WrittenAt = told < 0 ? null : Server.AddSeconds(-told) };
        (_, LeaseMark? mark) = LockJudge.Look(new LeaseReading(lease, null), "me", null, TimeSpan.FromHours(7), Terms);

        (LockView view, _) = LockJudge.Look(new LeaseReading(lease, Server), "me", mark, TimeSpan.FromHours(7) + TimeSpan.FromSeconds(watched), Terms);

        Assert.Equal(expected, view.Standing);
        Assert.Equal(TimeSpan.FromSeconds(Math.Max(watched, told)), view.Silence);
    }

    [Fact]
    public void Look_RunnersClocksAreYearsApart_IsNoReason()
    {
        LeaseState lease = Lease() with { RenewTime = "1999-01-01T00:00:00.000000Z", AcquiredAt = Server.AddYears(-30) };

        Assert.Equal(LockStanding.Held, LockJudge.Look(new LeaseReading(lease, Server), "me", null, default, Terms).View.Standing);
    }

    [Theory]
    [InlineData("holder")]
    [InlineData("renewal")]
    [InlineData("transition")]
    public void Look_AnythingChanged_CountsAnew(string what)
    {
        LeaseState lease = Lease();
        LeaseState changed = what switch
        {
            "holder" => lease with { Holder = "third" },
            "renewal" => lease with { RenewTime = "later" },
            _ => lease with { Transitions = 9 },
        };
        (_, LeaseMark? mark) = LockJudge.Look(new LeaseReading(lease, null), "me", null, default, Terms);

        (LockView view, mark) = LockJudge.Look(new LeaseReading(changed, null), "me", mark, TimeSpan.FromMinutes(5), Terms);
        Assert.Equal(LockStanding.Held, view.Standing);

        (view, _) = LockJudge.Look(new LeaseReading(changed, null), "me", mark, TimeSpan.FromMinutes(5) + Terms.Duration, Terms);
        Assert.Equal(LockStanding.Dead, view.Standing);
    }

    [Fact]
    public void Look_HolderPromisedAnotherDuration_ThatCounts()
    {
        LeaseState lease = Lease() with { Duration = TimeSpan.FromMinutes(2) };
        (_, LeaseMark? mark) = LockJudge.Look(new LeaseReading(lease, null), "me", null, default, Terms);

        Assert.Equal(LockStanding.Held, LockJudge.Look(new LeaseReading(lease, null), "me", mark, TimeSpan.FromSeconds(119), Terms).View.Standing);
        Assert.Equal(LockStanding.Dead, LockJudge.Look(new LeaseReading(lease, null), "me", mark, TimeSpan.FromSeconds(120), Terms).View.Standing);
    }

    [Fact]
    public void Look_NobodyOrMyself_IsFreeOrMine()
    {
        Assert.Equal(LockStanding.Free, LockJudge.Look(new LeaseReading(null, null), "me", null, default, Terms).View.Standing);
        Assert.Equal(LockStanding.Free, LockJudge.Look(new LeaseReading(Lease() with { Holder = "" }, null), "me", null, default, Terms).View.Standing);
        Assert.Equal(LockStanding.Mine, LockJudge.Look(new LeaseReading(Lease(), null), "other", null, default, Terms).View.Standing);
    }

    [Fact]
    public void Take_RecordWasDeletedInBetween_FenceGrowsAllTheSame()
    {
        var claim = new LockClaim { Holder = "me", Purpose = "" };
        LeaseState first = LeaseMoves.Take(new LeaseReading(null, Server), claim, Terms, default);
        LeaseState second = LeaseMoves.Take(new LeaseReading(first, Server), claim, Terms, default);
        LeaseState afterDeletion = LeaseMoves.Take(new LeaseReading(null, Server.AddSeconds(5)), claim, Terms, default);

        Assert.True(first.Fence < second.Fence && second.Fence < afterDeletion.Fence, $"{first.Fence}, {second.Fence}, {afterDeletion.Fence}");
        Assert.Equal((0, 1, 0), (first.Transitions, second.Transitions, afterDeletion.Transitions));
    }

    [Fact]
    public void Release_LeavesTheCountersAndNothingElse()
    {
        LeaseState released = LeaseMoves.Release(Lease() with { Fence = 7, Purpose = "p", Url = "u", IsExclusive = true });

        Assert.Equal(new LeaseState { Duration = Terms.Duration, RenewTime = "t", Transitions = 3, Fence = 7, Version = "v" }, released);
    }

    private static LeaseState Lease() => new() { Holder = "other", RenewTime = "t", Transitions = 3, Duration = Terms.Duration, Version = "v" };
}

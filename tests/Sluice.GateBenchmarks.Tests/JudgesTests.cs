using Sluice.GateBenchmarks.Judging;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Tests;

public sealed class JudgesTests
{
    private static readonly Scenario Scenario = new("judges", 0.02);

    [Fact]
    public void Argo_AMinuteBelowItsThreshold_RollsBackAtTheEndOfTheMinute() =>
        Assert.Equal(120, RolledBackAt(Judges.Argo, second => second <= 60 ? 0 : 2));

    [Fact]
    public void Flagger_FiveBadMinutesInAll_RollsBack() =>
        Assert.Equal(360, RolledBackAt(Judges.Flagger, second => second is > 60 and <= 120 ? 0 : 2));

    [Fact]
    public void Kayenta_TenBadMinutes_RollsBackAtItsFirstJudgement() =>
        Assert.Equal(600, RolledBackAt(Judges.Kayenta, _ => 5));

    [Fact]
    public void All_OnACleanCandidate_GoOn() =>
        Assert.All([Judges.Argo, Judges.Flagger, Judges.Kayenta], judge => Assert.Null(RolledBackAt(judge, _ => 0)));

    [Fact]
    public void Quantile_OfABucket_IsLinearWithin()
    {
        var arm = new Minutes.Arm();
        arm.Add(new ArmCounts(10, 0, [4, 4, 2]));

        Assert.Equal(0.1 + 0.1 * 0.25, arm.Quantile(0.5, [0.1, 0.2])!.Value, 1e-12);
        Assert.Equal(0.2, arm.Quantile(0.99, [0.1, 0.2]));
        Assert.Null(new Minutes.Arm().Quantile(0.5, [0.1, 0.2]));
    }

    /// <summary>25 requests of the candidate per look, some of which are bad; one in 225 of the baseline in every other look.</summary>
    private static double? RolledBackAt(JudgeKind kind, Func<double, long> bad)
    {
        var judge = kind.Create(Scenario, new History([], [], []), [0.1]);
        for (var second = 5; second <= 1200; second += 5)
        {
            var look = new Look(second, 0.1, new ArmCounts(25, bad(second), []), new ArmCounts(225, second / 5 % 2, []));
            if (judge.Observe(look) == Ruling.Rollback)
            {
                return second;
            }
        }

        return null;
    }
}

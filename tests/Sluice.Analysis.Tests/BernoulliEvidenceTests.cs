using Sluice.Analysis.Evidence;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>The exact form for frequent bad answers, on traffic without chance.</summary>
public sealed class BernoulliEvidenceTests
{
    private static readonly double[] s_bounds = [0.1, 0.2];

    [Theory]
    [InlineData(0.15, 1.1)]
    [InlineData(0.3, 1.3)]
    public void LogOf_FrequentBadRequests_GrowsFasterThanTheFormForRareOnes(double beta, double times)
    {
        var theta = 1.3 * beta;
        var arms = Traffic.Of(100, 100 * theta, 900, 900 * beta);
        var rare = IntervalEvidence.LogOf(arms, IntervalEvidence.TiltOf(100, 900, theta, beta, 1, 0), 1, 0, 1);

        Assert.True(BernoulliEvidence.LogOf(arms, theta, beta) > times * rare);
    }

    [Fact]
    public void LogOf_RareBadRequests_IsNearlyTheFormForRareOnes()
    {
        var arms = Traffic.Of(10_000, 20, 90_000, 90);
        var rare = IntervalEvidence.LogOf(arms, IntervalEvidence.TiltOf(10_000, 90_000, 0.002, 0.001, 1, 0), 1, 0, 1);

        Assert.Equal(rare, BernoulliEvidence.LogOf(arms, 0.002, 0.001), 0.01 * rare);
    }

    [Fact]
    public void LogOf_OneSideWithoutTraffic_IsNoEvidence()
    {
        Assert.Equal(0, BernoulliEvidence.LogOf(Traffic.Of(0, 0, 100, 20), 0.3, 0.2));
        Assert.Equal(0, BernoulliEvidence.LogOf(Traffic.Of(100, 20, 0, 0), 0.3, 0.2));
    }

    [Fact]
    public void Gate_IndependentSlowAnswersThatAreFrequent_IsSoonerThanWithClusters()
    {
        var independent = SecondsToRollback(kappa: 1);

        // Nearly independent, so that hardly more than the form of the evidence differs.
        Assert.InRange(independent / SecondsToRollback(kappa: 1.0001), 0.5, 0.95);
    }

    [Fact]
    public void Gate_StableOfWhichNothingIsKnownYet_DoesNotBetOnItsRate()
    {
        var process = new MetricProcess(new MetricSettings("errors") { Effects = EffectGrid.Errors, Margins = [0.02] });

        // Before anything was seen the rate is taken for one half, which is far from this one.
        process.Add(Traffic.Of(100, 1, 900, 1), 0, Measure.Margin);
        process.Update();

        Assert.True(process.LogEvidence > 0, $"{process.LogEvidence}");
    }

    private static double SecondsToRollback(double kappa)
    {
        var gate = GateFactory.Create(
            new EvidenceGate("prod") { Kappa = kappa, Latency = new("durations") },
            new GateContext { Steps = [new(10)], History = new GateHistory { Bounds = s_bounds, Latency = Durations(10_000, 0.3) } });
        for (var t = 1; t <= 1800; t++)
        {
            var sample = Traffic.Sample(t, null) with { Latency = new LatencyArms(s_bounds, Durations(20, 0.39), Durations(180, 0.3)) };
            if (gate.Observe(sample).Decision == Decision.Rollback)
            {
                return t;
            }
        }

        return double.PositiveInfinity;
    }

    /// <summary>Only the lower bound is ever exceeded.</summary>
    private static Histogram Durations(double requests, double slow) => new(requests, new[] { requests * (1 - slow), requests });
}

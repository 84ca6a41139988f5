using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>Durations: which bounds are watched, and what their buckets cannot show.</summary>
public sealed class LatencyTests
{
    private static readonly double[] s_bounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5];

    /// <summary>Parts of the answers above each bound.</summary>
    private static readonly double[] s_slower = [0.7, 0.22, 0.06, 0.012, 0.004, 0.001];

    private static readonly EvidenceGate s_gate = new("prod") { Kappa = 1, Latency = new("durations") };

    [Fact]
    public void Select_TakesTheNearestToTwentyFiveAndOnePercentAndTheNextAbove() =>
        Assert.Equal([1, 2, 3, 4], LatencyBounds.Select(s_bounds, Durations(1000)));

    [Fact]
    public void Select_BoundsThatAreAllTooLow_TakesNone() =>
        Assert.Empty(LatencyBounds.Select([0.01, 0.02], new Histogram(100, new double[] { 10, 60 })));

    [Fact]
    public void Gate_WithoutHistory_ChoosesBoundsFromStableAndSavesThem()
    {
        var (whole, first) = (Create(s_gate), Create(s_gate));
        Tell(whole, 0, 20);
        Tell(first, 0, 20);
        var second = Create(s_gate);

        Assert.Null(second.Restore(first.Save()));
        Tell(whole, 20, 60);
        Tell(second, 20, 60);

        Assert.Equal(["latency > 0.1 s", "latency > 0.25 s", "latency > 0.5 s", "latency > 1 s"], second.Explain().Metrics.Select(metric => metric.Name));
        Assert.Equal(whole.Save(), second.Save());
    }

    [Fact]
    public void Gate_RestoredBeforeBoundsWereChosen_ChoosesTheSame()
    {
        var (whole, first, second) = (Create(s_gate), Create(s_gate), Create(s_gate));
        Tell(whole, 0, 5, baseline: 100);
        Tell(first, 0, 5, baseline: 100);

        Assert.Null(second.Restore(first.Save()));
        Tell(whole, 5, 30, baseline: 100);
        Tell(second, 5, 30, baseline: 100);

        Assert.Equal(whole.Save(), second.Save());
    }

    [Fact]
    public void Gate_SlowCandidate_RollsBackAndNamesABound()
    {
        var gate = Create(s_gate);
        for (var t = 5; t <= 600 && gate.Explain().Decision == Decision.Continue; t += 5)
        {
            gate.Observe(Sample(t, new Histogram(25, s_slower.Select(part => 25 * (1 - Math.Min(1, 4 * part))).ToArray()), Durations(225)));
        }

        Assert.Equal(Decision.Rollback, gate.Explain().Decision);
        Assert.StartsWith("latency > ", gate.Explain().Metric, StringComparison.Ordinal);
        Assert.InRange(gate.Explain().Time.TotalSeconds, 10, 90);
    }

    [Fact]
    public void Gate_EqualDurations_PassesEveryBound()
    {
        var gate = Create(s_gate);
        Tell(gate, 0, 1800);

        Assert.Equal(Decision.Pass, gate.Explain().Decision);
    }

    [Fact]
    public void Gate_NoHistogram_IsInconclusive()
    {
        var gate = Create(s_gate with { Errors = new("requests") });

        Traffic.Run(gate, 0, 1800, Traffic.Of(250, 0, 2250, 0));

        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
        Assert.Contains("no durations of stable", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Gate_BoundsThatTheHistogramDoesNotHave_IsInconclusiveAndNamesThem()
    {
        var gate = Create(s_gate with { Latency = new("durations") { Bounds = [TimeSpan.FromSeconds(0.3)] } });
        Tell(gate, 0, 1800);

        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
        Assert.Contains(gate.Explain().Warnings, warning => warning.Contains("no bucket that ends at 0.3 s; it has 0.05, 0.1", StringComparison.Ordinal));
    }

    /// <summary>Each 1.25 times the one before.</summary>
    private static readonly double[] s_ladder = [.. Enumerable.Range(0, 10).Select(step => 0.1 * Math.Pow(1.25, step))];

    private static readonly double[] s_everyThird = [.. s_ladder.Where((_, step) => step % 3 == 0)];

    [Theory]
    [InlineData(1.25, 1, Decision.Rollback)]
    [InlineData(1.25, 1.25, Decision.Pass)]
    [InlineData(1.1, 1.25, Decision.Pass)]
    [InlineData(2, 1.25, Decision.Rollback)]
    [InlineData(1.5625, 1.5625, Decision.Pass)]
    public void Gate_SlowDownAndToleratedFactor_IsJudgedByTheFactor(double slowDown, double factor, Decision expected) =>
        Assert.Equal(expected, Judged(s_ladder, slowDown, factor).Decision);

    [Fact]
    public void Gate_FactorThatNoBucketShows_NeitherRollsBackNorPasses()
    {
        var verdict = Judged(s_everyThird, slowDown: 1.25, factor: 1.25);

        Assert.Equal(Decision.Inconclusive, verdict.Decision);
        Assert.Contains("each at most 1.25 times the one before", Assert.Single(verdict.Warnings), StringComparison.Ordinal);
        Assert.Contains(verdict.Metrics, metric => metric.Name.EndsWith(" s (factor 1.25)", StringComparison.Ordinal));
        Assert.Equal(Decision.Rollback, Judged(s_everyThird, slowDown: 4, factor: 1.25).Decision);
    }

    [Fact]
    public void Gate_FactorBeyondTheLastBucket_WarnsThatNothingCanBeSeen() =>
        Assert.Contains("no bucket ends at or above 1 s", Assert.Single(Judged([0.05, 0.1, 0.2], slowDown: 1, factor: 5).Warnings), StringComparison.Ordinal);

    [Theory]
    [InlineData(1.25, 3, 3)]
    [InlineData(1.3, 4, 3)]
    [InlineData(1.2, 3, 2)]
    [InlineData(100, -1, 9)]
    public void Tolerated_BoundsAroundTheFactor_AreTheFirstThatIsWorseAndTheLastThatIsGood(double factor, int worse, int good) =>
        Assert.Equal((worse, good), LatencyBounds.Tolerated(s_ladder, 2, factor));

    [Fact]
    public void Gate_BoundsByHandInWideBuckets_WarnsAsForChosenOnesAndLosesNoEvidence()
    {
        var gate = Create(s_gate with { Latency = new("durations") { Bounds = [TimeSpan.FromSeconds(0.25)] } });
        Tell(gate, 0, 5, baseline: 100);
        Assert.Empty(gate.Explain().Warnings);

        Tell(gate, 5, 10, baseline: 100);

        Assert.Contains("from 0.25 s to 0.5 s", Assert.Single(gate.Explain().Warnings), StringComparison.Ordinal);
        Assert.Equal(200, gate.Explain().Metrics[0].Baseline.Requests, 6);
    }

    [Fact]
    public void Gate_BoundsByHandAndHistory_WarnsBeforeTheFirstSample()
    {
        var gate = GateFactory.Create(
            s_gate with { Latency = new("durations") { Bounds = [TimeSpan.FromSeconds(0.25)] } },
            new GateContext { History = new GateHistory { Bounds = s_bounds, Latency = Durations(1000) } });

        Assert.Contains("from 0.25 s to 0.5 s", Assert.Single(gate.Explain().Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void BucketWidth_WideNarrowAndMissing_WarnsOfWhatCannotBeSeen()
    {
        Assert.Contains("from 0.25 s to 0.5 s", BucketWidth.WarningOf(s_bounds, Durations(1000)), StringComparison.Ordinal);
        Assert.Null(BucketWidth.WarningOf([0.1, 0.12], new Histogram(100, new double[] { 90, 97 })));
        Assert.Contains("above the last bound, 0.12 s", BucketWidth.WarningOf([0.1, 0.12], new Histogram(100, new double[] { 90, 94 })), StringComparison.Ordinal);
        Assert.Contains("in the first bucket, up to 0.1 s", BucketWidth.WarningOf([0.1], new Histogram(100, new double[] { 99 })), StringComparison.Ordinal);
    }

    private static void Tell(IGate gate, int from, int to, double baseline = 2250)
    {
        for (var t = from + 5; t <= to; t += 5)
        {
            Assert.Null(gate.Observe(Sample(t, Durations(baseline / 9), Durations(baseline))).Problem);
        }
    }

    /// <summary>What a gate says of a candidate whose every answer takes so many times longer.</summary>
    private static Verdict Judged(double[] bounds, double slowDown, double factor)
    {
        var gate = Create(s_gate with { LatencyFactor = factor });
        for (var t = 5; t <= 1800 && gate.Explain().Decision == Decision.Continue; t += 5)
        {
            var sample = Traffic.Sample(t, null) with { Latency = new LatencyArms(bounds, Of(100, slowDown), Of(900, 1)) };
            Assert.Null(gate.Observe(sample).Problem);
        }

        return gate.Explain();

        Histogram Of(double requests, double times) =>
            new(requests, bounds.Select(bound => requests * (1 - Math.Min(1, Math.Pow(0.08 * times / bound, 3)))).ToArray());
    }

    private static GateSample Sample(double seconds, Histogram candidate, Histogram baseline) =>
        Traffic.Sample(seconds, null) with { Latency = new LatencyArms(s_bounds, candidate, baseline) };

    private static IGate Create(EvidenceGate gate) => GateFactory.Create(gate, new GateContext { Steps = [new(10)] });

    private static Histogram Durations(double requests) => new(requests, s_slower.Select(part => requests * (1 - part)).ToArray());
}

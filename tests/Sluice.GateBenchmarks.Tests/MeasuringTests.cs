using Sluice.GateBenchmarks.Judging;
using Sluice.GateBenchmarks.Measuring;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Tests;

public sealed class MeasuringTests
{
    [Fact]
    public void MedianInterval_OfAHundredValues_SpansTheMiddleTwenty()
    {
        var interval = MedianInterval.Of(Enumerable.Range(1, 100).Select(value => (double)value));

        Assert.Equal(new MedianInterval(50.5, 40, 61), interval);
    }

    [Fact]
    public void MedianInterval_WhereMostNeverGotThere_IsInfinite()
    {
        var interval = MedianInterval.Of([5, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity]);

        Assert.Equal(double.PositiveInfinity, interval.Median);
        Assert.Equal(5, interval.Lower);
    }

    [Fact]
    public void ShareInterval_OfNone_IsTheRuleOfThree()
    {
        var share = ShareInterval.Of(0, 300);

        Assert.Equal(0, share.Lower);
        Assert.Equal(1 - Math.Pow(0.025, 1.0 / 300), share.Upper, 1e-9);
    }

    [Fact]
    public void ShareInterval_OfHalf_IsSymmetric()
    {
        var share = ShareInterval.Of(50, 100);

        Assert.Equal(0.3983, share.Lower, 1e-4);
        Assert.Equal(0.6017, share.Upper, 1e-4);
    }

    [Fact]
    public void InformationBound_WithoutMargin_IsTheConditionalBinomial()
    {
        var (p, q) = (0.1, 5 * 2 / (5 * 2 + 45.0));
        var perError = q * Math.Log(q / p) + (1 - q) * Math.Log((1 - q) / (1 - p));
        var errorsPerSecond = 5 * 0.01 + 45 * 0.005;

        Assert.Equal(
            Math.Log(100) / (perError * errorsPerSecond),
            InformationBound.Seconds(0.01, 5, 45, 0.01, 0.005, delta: 0),
            1e-3);
    }

    [Fact]
    public void InformationBound_WithMargin_IsLonger() => Assert.True(
        InformationBound.Seconds(0.01, 5, 45, 0.01, 0.005, delta: 0.001) > InformationBound.Seconds(0.01, 5, 45, 0.01, 0.005, delta: 0));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Watch_WithAnyNumberOfThreads_GivesTheSame(int threads)
    {
        var scenario = new Scenario("threads", 0.02) { Seconds = 1200, Clustering = Clustering.Usual };
        JudgeKind[] judges = [Judges.Argo, Judges.Flagger, Judges.Kayenta];

        var outcomes = new Experiment(Seed: 5, threads).Watch(scenario, runs: 8, judges);
        var alone = judges.Select(judge => new Experiment(Seed: 5, Threads: 1).Watch(scenario, runs: 8, judge)[0]);

        Assert.Equal(alone.Select(one => string.Join(' ', one.Runs)), outcomes.Select(one => string.Join(' ', one.Runs)));
    }
}

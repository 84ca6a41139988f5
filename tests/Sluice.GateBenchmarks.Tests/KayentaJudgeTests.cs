using Sluice.GateBenchmarks.Comparators;

namespace Sluice.GateBenchmarks.Tests;

public sealed class KayentaJudgeTests
{
    private static readonly KayentaMetric Either = new("m", "g", KayentaDirection.Either);
    private static readonly KayentaMetric Increase = Either with { Direction = KayentaDirection.Increase };
    private static readonly KayentaMetric Decrease = Either with { Direction = KayentaDirection.Decrease };

    [Theory]
    [InlineData(7, KayentaLabel.Pass)]
    [InlineData(8, KayentaLabel.High)]
    internal void Classify_SomeHighOfTen_TiesOut(int high, KayentaLabel expected) =>
        Assert.Equal(expected, KayentaJudge.Classify(Either, Samples.Canary(high), Samples.Baseline));

    [Fact]
    public void Classify_ADifferenceInTheAllowedDirection_Passes()
    {
        Assert.Equal(KayentaLabel.Pass, KayentaJudge.Classify(Decrease, Samples.Canary(10), Samples.Baseline));
        Assert.Equal(KayentaLabel.Low, KayentaJudge.Classify(Decrease, Samples.Baseline, Samples.Canary(9)));
        Assert.Equal(KayentaLabel.Pass, KayentaJudge.Classify(Increase, Samples.Baseline, Samples.Canary(9)));
    }

    [Fact]
    public void Classify_AShiftSmallAgainstItsSpread_Passes()
    {
        double[] baseline = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

        Assert.Equal(KayentaLabel.Pass, KayentaJudge.Classify(Either, [.. baseline.Select(value => value + 2)], baseline));
    }

    [Fact]
    public void Classify_TheSameValues_Passes() => Assert.Equal(KayentaLabel.Pass, KayentaJudge.Classify(Either, [3, 1, 2], [1, 2, 3]));

    [Fact]
    public void Classify_WithoutData_SaysSo()
    {
        Assert.Equal(KayentaLabel.Nodata, KayentaJudge.Classify(Either, [double.NaN], [1, 2]));
        Assert.Equal(KayentaLabel.NodataFailMetric, KayentaJudge.Classify(Either with { MustHaveData = true }, [], [1, 2]));
    }

    [Fact]
    public void Classify_ReplacedNaN_CountsAsZero()
    {
        var metric = Increase with { ReplacesNaN = true };
        var nothing = Samples.Repeat(double.NaN, 10);

        Assert.Equal(KayentaLabel.Pass, KayentaJudge.Classify(metric, nothing, nothing));
        Assert.Equal(KayentaLabel.High, KayentaJudge.Classify(metric, [5, 6, 7, 5, 6, 7, 5, 6, 7, 8], nothing));
    }

    [Fact]
    public void Classify_AnIncreaseBelowTheAllowedOne_Passes()
    {
        double[] baseline = [1.00, 1.01, 1.02, 1.03, 1.04, 1.05, 1.06, 1.07, 1.08, 1.09];
        double[] canary = [.. baseline.Select(value => value * 1.3)];

        Assert.Equal(KayentaLabel.High, KayentaJudge.Classify(Increase with { AllowedIncrease = 1.2 }, canary, baseline));
        Assert.Equal(KayentaLabel.Pass, KayentaJudge.Classify(Increase with { AllowedIncrease = 1.5 }, canary, baseline));
    }

    [Fact]
    public void Score_OfGroups_IsWeighted()
    {
        var errors = Either with { Group = "errors" };
        var latency = Either with { Group = "latency" };
        var weights = new Dictionary<string, double> { ["errors"] = 70 };

        // Errors: one of two passes; latency has the 30 % that are left, and what has no data is not counted.
        var score = KayentaJudge.Score(
            [(errors, KayentaLabel.Pass), (errors, KayentaLabel.High), (latency, KayentaLabel.Pass), (latency, KayentaLabel.Nodata)], weights);

        Assert.Equal(0.7 * 50 + 0.3 * 100, score, 1e-12);
    }

    [Fact]
    public void Score_MissingDataThatMustBeThere_CountsAsFailed() => Assert.Equal(
        50, KayentaJudge.Score([(Either, KayentaLabel.Pass), (Either, KayentaLabel.NodataFailMetric)], new Dictionary<string, double>()));

    [Fact]
    public void Score_HalfOfTheMetricsWithoutData_IsZero() => Assert.Equal(
        0, KayentaJudge.Score([(Either, KayentaLabel.Pass), (Either, KayentaLabel.Nodata)], new Dictionary<string, double>()));

    [Fact]
    public void Score_ACriticalMetricThatFails_IsZero()
    {
        var critical = Either with { IsCritical = true };
        (KayentaMetric, KayentaLabel)[] others = [.. Enumerable.Repeat((Either, KayentaLabel.Pass), 9)];

        Assert.Equal(90, KayentaJudge.Score([.. others, (Either, KayentaLabel.High)], new Dictionary<string, double>()), 1e-12);
        Assert.Equal(0, KayentaJudge.Score([.. others, (critical, KayentaLabel.High)], new Dictionary<string, double>()));
    }

    [Theory]
    [InlineData(95, KayentaVerdict.Pass)]
    [InlineData(94.9, KayentaVerdict.Marginal)]
    [InlineData(75, KayentaVerdict.Marginal)]
    [InlineData(74.9, KayentaVerdict.Fail)]
    internal void Decide_AtTheThresholds_IncludesThem(double score, KayentaVerdict expected) =>
        Assert.Equal(expected, KayentaJudge.Decide(score, new KayentaThresholds(95, 75)));
}

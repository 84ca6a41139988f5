using Sluice.GateBenchmarks.Comparators;

namespace Sluice.GateBenchmarks.Tests;

public sealed class ArgoAnalysisTests
{
    private static readonly ArgoMetric SuccessRate = new() { SuccessCondition = value => value >= 0.99 };

    [Fact]
    public void Measure_OneFailureByDefault_Fails()
    {
        var analysis = new ArgoAnalysis(SuccessRate);

        Assert.Equal(ArgoPhase.Running, analysis.Measure(60, 0.99));
        Assert.Equal(ArgoPhase.Failed, analysis.Measure(120, 0.989));
    }

    [Fact]
    public void Measure_FailuresUpToTheLimit_GoOn()
    {
        var analysis = new ArgoAnalysis(SuccessRate with { FailureLimit = 2 });

        Assert.Equal([ArgoPhase.Running, ArgoPhase.Running, ArgoPhase.Running, ArgoPhase.Failed], Measure(analysis, 0.5, 0.5, 1, 0.5));
    }

    [Fact]
    public void Measure_TheFifthErrorInARow_IsAnError()
    {
        var analysis = new ArgoAnalysis(SuccessRate);

        Assert.All(Measure(analysis, null, null, null, null, 1, null, null, null, null), phase => Assert.Equal(ArgoPhase.Running, phase));
        Assert.Equal(ArgoPhase.Error, analysis.Measure(600, null));
    }

    [Fact]
    public void Measure_NeitherSuccessNorFailure_IsInconclusive()
    {
        var analysis = new ArgoAnalysis(SuccessRate with { FailureCondition = value => value < 0.95, InconclusiveLimit = 1 });

        Assert.Equal([ArgoPhase.Running, ArgoPhase.Inconclusive], Measure(analysis, 0.97, 0.97));
    }

    [Fact]
    public void Measure_WhenTheCountIsReached_Succeeds() =>
        Assert.Equal([ArgoPhase.Running, ArgoPhase.Running, ArgoPhase.Successful], Measure(new ArgoAnalysis(SuccessRate with { Count = 2 }), 1, null, 1));

    [Fact]
    public void Measure_NotANumber_IsNoSuccess() => Assert.Equal(ArgoPhase.Failed, new ArgoAnalysis(SuccessRate).Measure(60, double.NaN));

    [Fact]
    public void IsDue_FollowsDelayAndInterval()
    {
        var analysis = new ArgoAnalysis(SuccessRate with { InitialDelaySeconds = 30, IntervalSeconds = 20 });

        Assert.False(analysis.IsDue(29));
        Assert.True(analysis.IsDue(30));
        analysis.Measure(30, 1);
        Assert.False(analysis.IsDue(49));
        Assert.True(analysis.IsDue(50));
    }

    private static List<ArgoPhase> Measure(ArgoAnalysis analysis, params double?[] values) =>
        [.. values.Select((value, index) => analysis.Measure(60 * (index + 1), value))];
}

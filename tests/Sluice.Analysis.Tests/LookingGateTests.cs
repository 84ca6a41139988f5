using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>Gates with fixed bounds: what counts as failed, as passed, and as neither.</summary>
public sealed class LookingGateTests
{
    private static readonly GateContext s_context = new() { Steps = [new(10), new(50)] };

    private static readonly ThresholdGate s_threshold = new("simple") { ErrorShare = new(null, 0.01), Interval = TimeSpan.FromSeconds(30), MinimumRequests = 100 };

    private static readonly SloBurnRateGate s_burnRate = new("budget", 0.999)
    {
        Windows = [new(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1), 10)],
        Interval = TimeSpan.FromSeconds(30),
    };

    private static readonly PromQlGate s_promQl = new("query", [new("queue", "queue_length", new(null, 10))]) { Interval = TimeSpan.FromSeconds(30) };

    [Fact]
    public void Threshold_TwoFailedLooksInARow_RollsBackAtTheSecond()
    {
        var gate = GateFactory.Create(s_threshold, s_context);

        Assert.Equal(60, Traffic.Run(gate, 0, 300, Traffic.Of(50, 2, 0, 0)));
        var verdict = gate.Explain();
        Assert.Equal(Decision.Rollback, verdict.Decision);
        Assert.Contains("share of bad answers: 0.04 (at most 0.01 is allowed)", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Threshold_OneFailedLookBetweenGoodOnes_DoesNotRollBack()
    {
        var gate = GateFactory.Create(s_threshold with { Dwell = TimeSpan.FromMinutes(10) }, s_context);

        Traffic.Run(gate, 0, 30, Traffic.Of(50, 2, 0, 0));
        Traffic.Run(gate, 30, 60, Traffic.Of(50, 0, 0, 0));
        Assert.Null(Traffic.Run(gate, 60, 90, Traffic.Of(50, 2, 0, 0)));
    }

    [Fact]
    public void Threshold_GoodLookAfterTheDwell_Passes()
    {
        Assert.Equal(30, Traffic.Run(GateFactory.Create(s_threshold, s_context), 0, 300, Traffic.Of(50, 0, 0, 0)));
    }

    [Fact]
    public void Threshold_FewerRequestsThanTheMinimum_IsNeitherAndEndsInconclusive()
    {
        var gate = GateFactory.Create(s_threshold with { Deadline = TimeSpan.FromMinutes(5) }, s_context);

        Assert.Equal(300, Traffic.Run(gate, 0, 600, Traffic.Of(1, 1, 0, 0)));
        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
    }

    [Fact]
    public void Threshold_ScarceLookBetweenTwoFailedOnes_DoesNotBreakTheRow()
    {
        var gate = GateFactory.Create(s_threshold, s_context);

        Traffic.Run(gate, 0, 30, Traffic.Of(50, 2, 0, 0));
        Traffic.Run(gate, 30, 60, Traffic.Of(1, 0, 0, 0));

        Assert.Equal(90, Traffic.Run(gate, 60, 300, Traffic.Of(50, 2, 0, 0)));
    }

    [Fact]
    public void Threshold_RateOfRequestsTooLow_RollsBack()
    {
        var gate = GateFactory.Create(s_threshold with { ErrorShare = null, RequestRate = new(5, null) }, s_context);

        Assert.Equal(60, Traffic.Run(gate, 0, 300, Traffic.Of(5, 0, 0, 0)));
        Assert.Equal("requests per second", gate.Explain().Metric);
    }

    [Fact]
    public void Threshold_OnlyABoundOnTheRateAndNoRequest_IsNeverASuccess()
    {
        var gate = GateFactory.Create(s_threshold with { ErrorShare = null, RequestRate = new(null, 100) }, s_context);

        Traffic.Run(gate, 0, 300, Traffic.Of(0, 0, 50, 0));

        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
    }

    [Fact]
    public void BurnRate_ShareOfSlowAnswersWithoutDurations_IsNeverASuccess()
    {
        var gate = GateFactory.Create(s_burnRate with { SlowerThan = TimeSpan.FromMilliseconds(250) }, s_context);

        Traffic.Run(gate, 0, 3600, Traffic.Of(50, 0, 0, 0));

        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
        Assert.Contains("how long they took was not", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void BurnRate_DurationsThatComeLater_PassFromThenOn()
    {
        var gate = GateFactory.Create(s_burnRate with { SlowerThan = TimeSpan.FromMilliseconds(250) }, s_context);
        var quick = new Histogram(100, new double[] { 100 });

        Traffic.Run(gate, 0, 60, Traffic.Of(50, 0, 0, 0));
        for (var t = 65; t <= 120; t += 5)
        {
            gate.Observe(Traffic.Sample(t, Traffic.Of(50, 0, 0, 0)) with { Latency = new LatencyArms(new[] { 0.25 }, quick, quick) });
        }

        Assert.Equal(Decision.Pass, gate.Explain().Decision);
    }

    [Fact]
    public void Threshold_HistogramWithoutTheBound_IsInconclusiveAndNamesIt()
    {
        var gate = GateFactory.Create(s_threshold with { ErrorShare = null, SlowShare = new(TimeSpan.FromMilliseconds(300), new(null, 0.1)) }, s_context);
        var histogram = new Histogram(100, new double[] { 90, 100 });
        for (var t = 5; t <= 1800; t += 5)
        {
            gate.Observe(Traffic.Sample(t, null) with { Latency = new LatencyArms(new[] { 0.25, 0.5 }, histogram, histogram) });
        }

        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
        Assert.Contains("0.3 s", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void AnyGate_WithoutData_IsNeverASuccess(GateDefinition definition)
    {
        var gate = GateFactory.Create(definition, s_context);

        Assert.Equal(1800, Traffic.Run(gate, 0, 3600, null));
        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void AnyGate_SourceThatDoesNotAnswer_SaysThatAndNotFailed(GateDefinition definition)
    {
        var gate = GateFactory.Create(definition, s_context);

        var answer = gate.Observe(Traffic.Sample(5, null) with { SourceProblem = "connection refused" });

        Assert.Equal(Decision.Continue, answer.Decision);
        Assert.Contains("could not be read: connection refused", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void AnyGate_CandidateWithWeightThatGetsNothing_IsInconclusiveAfterAMinute(GateDefinition definition)
    {
        var gate = GateFactory.Create(definition, s_context);

        Assert.Equal(60, Traffic.Run(gate, 0, 300, Traffic.Of(0, 0, 250, 1)));
        Assert.Contains("no request reached it", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void AnyGate_Restored_AnswersAndSavesTheSame(GateDefinition definition)
    {
        var (whole, first, second) = (GateFactory.Create(definition, s_context), GateFactory.Create(definition, s_context), GateFactory.Create(definition, s_context));
        Traffic.Run(whole, 0, 50, Traffic.Of(50, 1, 450, 1));
        Traffic.Run(first, 0, 50, Traffic.Of(50, 1, 450, 1));

        Assert.Null(second.Restore(first.Save()));

        Assert.Equal(whole.Observe(Traffic.Sample(60, Traffic.Of(70, 0, 400, 1))), second.Observe(Traffic.Sample(60, Traffic.Of(70, 0, 400, 1))));
        Assert.Equal(whole.Save(), second.Save());
        Assert.Equal(whole.Explain().ToString(), second.Explain().ToString());
        Assert.InRange(second.Save().Length, 1, 16_000);
    }

    [Theory]
    [MemberData(nameof(Definitions))]
    public void AnyGate_StateOfAnotherOrCutOff_IsRefusedAndChangesNothing(GateDefinition definition)
    {
        var gate = GateFactory.Create(definition, s_context);
        Traffic.Run(gate, 0, 50, Traffic.Of(50, 1, 450, 1));
        var before = gate.Save();

        Assert.NotNull(gate.Restore(before.AsSpan(0, before.Length - 1)));
        Assert.NotNull(gate.Restore([.. before, 0]));
        Assert.NotNull(gate.Restore([1, 2, 3]));
        Assert.NotNull(gate.Restore(GateFactory.Create(definition, new GateContext { Steps = [new(20)] }).Save()));
        Assert.Equal(before, gate.Save());
    }

    public static TheoryData<GateDefinition> Definitions => [new EvidenceGate("evidence"), s_threshold, s_burnRate, s_promQl];

    [Fact]
    public void BurnRate_BothWindowsTooFast_RollsBack()
    {
        Assert.Equal(30, Traffic.Run(GateFactory.Create(s_burnRate, s_context), 0, 300, Traffic.Of(50, 1, 0, 0)));
    }

    [Fact]
    public void BurnRate_OnlyTheLongWindowTooFast_DoesNotRollBack()
    {
        var gate = GateFactory.Create(s_burnRate with { Interval = TimeSpan.FromMinutes(2) }, s_context);

        Traffic.Run(gate, 0, 25, Traffic.Of(50, 5, 0, 0));

        Assert.Equal(120, Traffic.Run(gate, 25, 120, Traffic.Of(50, 0, 0, 0)));
        Assert.Equal(Decision.Pass, gate.Explain().Decision);
    }

    [Fact]
    public void BurnRate_WhatLeftTheWindow_CountsNoMore()
    {
        var gate = GateFactory.Create(s_burnRate with { Interval = TimeSpan.FromMinutes(12), Dwell = TimeSpan.FromHours(1), Deadline = TimeSpan.FromHours(2) }, s_context);

        Traffic.Run(gate, 0, 60, Traffic.Of(50, 5, 0, 0));
        Traffic.Run(gate, 60, 720, Traffic.Of(50, 0, 0, 0));

        Assert.Equal(0, gate.Explain().Metrics[0].Value);
    }

    [Theory]
    [InlineData(9, Decision.Pass)]
    [InlineData(11, Decision.Continue)]
    [InlineData(double.NaN, Decision.Continue)]
    [InlineData(double.PositiveInfinity, Decision.Continue)]
    [InlineData(double.NegativeInfinity, Decision.Continue)]
    public void PromQl_OneLook_IsPassedOnlyByAFiniteValueWithinItsBounds(double value, Decision expected)
    {
        Assert.Equal(expected, Ask(GateFactory.Create(s_promQl, s_context), 30, [value]));
    }

    [Fact]
    public void PromQl_TwoLooksOutside_RollsBackWithTheValue()
    {
        var gate = GateFactory.Create(s_promQl, s_context);

        Ask(gate, 30, [11]);

        Assert.Equal(Decision.Rollback, Ask(gate, 60, [12.5]));
        Assert.Contains("queue: 12.5 (at most 10 is allowed)", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new double[] { }, "no value")]
    [InlineData(new[] { 1.0, 2.0 }, "2 series")]
    [InlineData(new[] { double.NaN }, "no measurement")]
    [InlineData(new[] { double.PositiveInfinity }, "no measurement")]
    public void PromQl_ResultThatIsNoMeasurement_SaysWhy(double[] values, string reason)
    {
        var gate = GateFactory.Create(s_promQl, s_context);

        Ask(gate, 30, values);
        Ask(gate, 60, values);

        Assert.Contains(reason, gate.Explain().Reason, StringComparison.Ordinal);
        Assert.Equal(Decision.Continue, gate.Explain().Decision);
    }

    [Fact]
    public void PromQl_DelayedValue_IsNoMeasurement()
    {
        var gate = GateFactory.Create(s_promQl, s_context);

        Assert.Equal(Decision.Continue, Ask(gate, 30, [1], TimeSpan.FromSeconds(31)));
        Assert.Contains("31 s old", gate.Explain().Reason, StringComparison.Ordinal);
        Assert.Equal(Decision.Pass, Ask(gate, 60, [1], TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void PromQl_NoNewValueForALook_DoesNotUseTheOldOne()
    {
        var gate = GateFactory.Create(s_promQl, s_context);

        Ask(gate, 30, [11]);
        gate.Observe(Traffic.Sample(60, null));

        Assert.Equal(Decision.Continue, gate.Explain().Decision);
        Assert.Contains("no new value", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void NoGate_AnySample_PassesAndSaysSo()
    {
        var gate = GateFactory.Create(NoGate.Instance, s_context);

        Assert.Equal(Decision.Pass, gate.Observe(Traffic.Sample(5, null)).Decision);
        Assert.Contains("no gate", gate.Explain().Reason, StringComparison.Ordinal);
    }

    private static Decision Ask(IGate gate, double seconds, double[] values, TimeSpan? age = null) =>
        gate.Observe(Traffic.Sample(seconds, null) with { Queries = [new QueryResult("queue", values) { Age = age }] }).Decision;
}

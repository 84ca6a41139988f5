using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>Verdicts that other gates get wrong, by their users' reports, and what this one says.</summary>
public sealed class WrongVerdictTests
{
    private static readonly EvidenceGate s_gate = new("prod") { Kappa = 1 };
    private static readonly Arms s_healthy = Traffic.Of(25, 0.125, 225, 1.125);
    private static readonly double[] s_bounds = [0.1, 0.12, 0.15, 0.18, 0.22];

    [Fact]
    public void FailureDuringAPauseAfterAPass_StillRollsBack()
    {
        var gate = Create();
        Assert.NotNull(Traffic.Run(gate, 0, 1200, s_healthy));
        Assert.Equal(Decision.Pass, gate.Explain().Decision);

        Decision last = default;
        for (var t = 1205; t <= 1325; t += 5)
        {
            last = gate.Observe(Traffic.Sample(t, Traffic.Of(25, 5, 225, 1))).Decision;
        }

        Assert.Equal(Decision.Rollback, last);
    }

    [Fact]
    public void SuccessTooEarly_NothingPassesBeforeTheDwell()
    {
        var at = Traffic.Run(Create(s_gate with { Dwell = TimeSpan.FromMinutes(2) }), 0, 1200, Traffic.Of(5000, 25, 45_000, 225));

        Assert.Equal(120, at);
    }

    [Fact]
    public void Inconclusive_AfterTheDeadline_NeverBecomesAPass()
    {
        var gate = Create(s_gate with { Deadline = TimeSpan.FromMinutes(1) });
        Assert.Equal(60, Traffic.Run(gate, 0, 60, s_healthy));
        Assert.Contains("of about", gate.Explain().Reason, StringComparison.Ordinal);

        for (var t = 65; t <= 7200; t += 5)
        {
            Assert.Equal(Decision.Inconclusive, gate.Observe(Traffic.Sample(t, s_healthy)).Decision);
        }

        Assert.Contains("came too late", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Inconclusive_AfterTheDeadline_StillBecomesARollback()
    {
        var gate = Create(s_gate with { Deadline = TimeSpan.FromMinutes(1) });
        Traffic.Run(gate, 0, 60, s_healthy);

        for (var t = 65; t <= 120; t += 5)
        {
            gate.Observe(Traffic.Sample(t, Traffic.Of(25, 6, 225, 1)));
        }

        Assert.Equal(Decision.Rollback, gate.Explain().Decision);
    }

    [Fact]
    public void NobodySeesWhy_RollbackNamesTheMetricAndItsNumbers()
    {
        var gate = Create(s_gate with { Errors = new("requests"), Latency = new("durations") { Bounds = [TimeSpan.FromSeconds(0.15)] } });
        for (var t = 5; t <= 600 && gate.Explain().Decision != Decision.Rollback; t += 5)
        {
            gate.Observe(Traffic.Sample(t, s_healthy) with { Latency = new LatencyArms(s_bounds, Durations(25, 0.4), Durations(225, 0.05)) });
        }

        var verdict = gate.Explain();
        Assert.Equal(Decision.Rollback, verdict.Decision);
        Assert.Equal("latency > 0.15 s", verdict.Metric);
        Assert.Contains("latency > 0.15 s: candidate 10 of 25 (40 %), stable 11 of 225 (5 %)", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(["errors", "latency > 0.15 s"], verdict.Metrics.Select(metric => metric.Name));
    }

    [Fact]
    public void NoData_WaitsForTheDeadlineAndIsInconclusive()
    {
        var gate = Create();

        Assert.Equal(1800, Traffic.Run(gate, 0, 3600, null));
        Assert.Contains("no data of errors", gate.Explain().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void LowTraffic_SaysHowManyRequestsAndMinutesAreMissing()
    {
        var gate = Create();
        Traffic.Run(gate, 0, 300, Traffic.Of(1, 0, 9, 0));

        var need = gate.Explain().Need!.Value;
        Assert.InRange(need.CandidateRequests, 500, 2600);
        Assert.Equal(need.CandidateRequests / 0.2, need.Time!.Value.TotalSeconds, 1);
    }

    [Fact]
    public void SourceUnreachableForAWhile_GoesOnWithAllEvidence()
    {
        var (cut, whole) = (Create(), Create());
        Traffic.Run(whole, 0, 30, s_healthy);
        Traffic.Run(cut, 0, 30, s_healthy);
        cut.Observe(Traffic.Sample(35, null) with { SourceProblem = "timed out" });

        var late = Traffic.Sample(40, Traffic.Of(50, 4, 450, 2));
        Assert.Equal(whole.Observe(late), cut.Observe(late));
        Assert.Equal(whole.Explain().LogEvidence, cut.Explain().LogEvidence);
    }

    [Fact]
    public void ZeroErrorBaseline_AFewErrorsInTheCandidateAreFound()
    {
        var at = Traffic.Run(Create(), 0, 1800, Traffic.Of(25, 0.5, 225, 0));

        Assert.InRange(at!.Value, 20, 120);
    }

    [Fact]
    public void HarmlessOnePercentMoreAtHighTraffic_Passes()
    {
        var gate = Create();

        Traffic.Run(gate, 0, 1800, Traffic.Of(50_000, 252.5, 450_000, 2250));

        Assert.Equal(Decision.Pass, gate.Explain().Decision);
    }

    [Fact]
    public void SharedOutage_IsNoFaultOfTheCandidate()
    {
        var gate = Create(s_gate with { Dwell = TimeSpan.FromMinutes(20) });
        Assert.Null(Traffic.Run(gate, 0, 300, s_healthy));

        Assert.Null(Traffic.Run(gate, 300, 600, Traffic.Of(25, 10, 225, 90)));

        Assert.Null(Traffic.Run(gate, 600, 900, s_healthy));
    }

    [Fact]
    public void AutocorrelatedHealthySeries_Passes()
    {
        var gate = Create(s_gate with { Dwell = TimeSpan.FromMinutes(25) });
        for (var t = 5; t <= 1800; t += 5)
        {
            var wave = 1 + (0.9 * Math.Sin(t / 60.0));
            gate.Observe(Traffic.Sample(t, Traffic.Of(250, 1.25 * wave, 2250, 11.25 * wave)));
        }

        Assert.Equal(Decision.Pass, gate.Explain().Decision);
    }

    [Fact]
    public void RegressionThatBeginsInALaterStep_IsFoundAlmostAsFast()
    {
        var context = new GateContext { Steps = [new(10), new(25), new(50)] };
        var late = GateFactory.Create(s_gate with { Dwell = TimeSpan.FromHours(3), Deadline = TimeSpan.FromHours(9) }, context);
        Traffic.Run(late, 0, 3600, Traffic.Of(25, 0.125, 225, 1.125));
        Traffic.Run(late, 3600, 3605, Traffic.Of(62, 0, 188, 0), step: 1, weight: 25);

        var at = Traffic.Run(late, 3605, 7200, Traffic.Of(62, 3.1, 188, 0.94), step: 1, weight: 25);

        Assert.InRange(at!.Value - 3605, 5, 40);
    }

    [Fact]
    public void CrashLoopingCandidate_IsNotPassedWhileItRestarts()
    {
        var gate = Create();
        for (var t = 5; t <= 1800; t += 5)
        {
            Assert.NotEqual(Decision.Pass, gate.Observe(Traffic.Sample(t, Traffic.Of(200, 1, 1800, 9)) with { CandidateRestarts = t % 20 == 0 ? 1 : 0 }).Decision);
        }

        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
        Assert.Contains(gate.Explain().Warnings, warning => warning.Contains("restarted 90 times", StringComparison.Ordinal));
    }

    [Fact]
    public void AllOfTheTrafficWithoutAnObjective_IsInconclusive()
    {
        var gate = GateFactory.Create(s_gate, new GateContext { Steps = [new(100)] });

        Traffic.Run(gate, 0, 1800, Traffic.Of(250, 1, 0, 0), weight: 100);

        Assert.Equal(Decision.Inconclusive, gate.Explain().Decision);
    }

    [Theory]
    [InlineData(1, Decision.Pass)]
    [InlineData(12, Decision.Rollback)]
    public void AllOfTheTrafficWithAnObjective_IsJudgedAgainstIt(double bad, Decision expected)
    {
        var gate = GateFactory.Create(s_gate with { Slo = new(new(0.01), null) }, new GateContext { Steps = [new(100)] });

        Traffic.Run(gate, 0, 1800, Traffic.Of(250, bad, 0, 0), weight: 100);

        Assert.Equal(expected, gate.Explain().Decision);
    }

    [Fact]
    public void AllOfTheTrafficInLargeClusters_IsRolledBackByWholeBlocks()
    {
        // Bad requests are reckoned to come by the hundred, so that single intervals tell next to nothing.
        var gate = GateFactory.Create(s_gate with { Kappa = 100, Slo = new(new(0.01), null) }, new GateContext { Steps = [new(100)] });

        var at = Traffic.Run(gate, 0, 1800, Traffic.Of(250, 12, 0, 0), weight: 100);

        Assert.InRange(at!.Value, 60, 360);
        Assert.Equal(Decision.Rollback, gate.Explain().Decision);
    }

    [Fact]
    public void TrickleWithWiderMargins_PassesWhereTheUsualOnesWouldNot()
    {
        var trickle = s_gate with { Deadline = TimeSpan.FromMinutes(20), LowTraffic = new(1, LowTrafficForm.WiderMargins, new(new(0.1), new(0.1))) };

        Traffic.Run(Create(), 0, 1200, Traffic.Of(1, 0, 9, 0));
        var gate = Create(trickle);
        Traffic.Run(gate, 0, 1200, Traffic.Of(1, 0, 9, 0));

        Assert.Equal(Decision.Pass, gate.Explain().Decision);
        Assert.Equal(0.1, gate.Explain().Metrics[0].Margin);
    }

    [Fact]
    public void TrickleAgainstTheObjective_IsRolledBackByIt()
    {
        var gate = Create(s_gate with { Slo = new(new(0.05), null), LowTraffic = new(1, LowTrafficForm.Slo, null) });

        var at = Traffic.Run(gate, 0, 1800, Traffic.Of(2, 1, 8, 4));

        Assert.NotNull(at);
        Assert.Equal(Decision.Rollback, gate.Explain().Decision);
    }

    private static IGate Create(EvidenceGate? gate = null) => GateFactory.Create(gate ?? s_gate, new GateContext { Steps = [new(10)] });

    /// <summary>So many durations, a share of which is above 0.15 s.</summary>
    private static Histogram Durations(double requests, double slow) =>
        new(requests, new[] { 0.3, 0.5, 1 - slow, 1 - (slow / 2), 1 }.Select(part => part * requests).ToArray());
}

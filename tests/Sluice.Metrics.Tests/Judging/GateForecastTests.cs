using Sluice.Analysis;
using Sluice.Metrics.Judging;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Model.Values;

namespace Sluice.Metrics.Tests.Judging;

public sealed class GateForecastTests
{
    private static readonly EvidenceGate s_errors = new("errors") { Errors = new ErrorMetric("requests"), Kappa = 1 };

    [Fact]
    public void Of_EnoughTraffic_SaysHowLongEachStepTakes()
    {
        var line = Assert.Single(GateForecast.Of(Canary(s_errors, 5, 25, 50), 4, Traffic(100)));

        // At 0.5 % bad answers margins of 2, 1 and 0.5 points need about 335, 888 and 2607.
        Assert.False(line.IsWarning);
        Assert.Equal(
            "backend: at 100 requests per second now the gate takes 2m at 5 % (about 335 requests of the candidate), 36s at 25 % (about 887 requests of the candidate), 53s at 50 % (about 2,605 requests of the candidate)",
            line.Text);
    }

    [Fact]
    public void Of_TooLittleTraffic_NamesTheStepThatWillNotBeDecided()
    {
        var lines = GateForecast.Of(Canary(s_errors, 5, 50), 4, Traffic(2));

        Assert.Equal(2, lines.Count(line => line.IsWarning));
        Assert.StartsWith("backend at 5 %: this gate (errors) will not decide within the deadline of 30m at 2 requests per second now: it needs about 8", lines[0].Text, StringComparison.Ordinal);
        Assert.Contains("requests of the candidate (errors), which take 2h", lines[0].Text, StringComparison.Ordinal);
        Assert.EndsWith("More weight, a later deadline, wider margins or lowTraffic helps.", lines[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LittleTrafficWithWiderMargins_ReckonsWithThem()
    {
        var gate = s_errors with { LowTraffic = new LowTrafficDefinition(10, LowTrafficForm.WiderMargins, new MarginDefinition(Share.Percent(10), Share.Percent(20))) };

        Assert.False(Assert.Single(GateForecast.Of(Canary(gate, 25, 50), 4, Traffic(2))).IsWarning);
        Assert.Contains(GateForecast.Of(Canary(gate with { LowTraffic = gate.LowTraffic with { Below = 0.1 } }, 25, 50), 4, Traffic(2)), line => line.IsWarning);
    }

    [Fact]
    public void Of_LittleTrafficAgainstTheSlo_ReckonsWithIt()
    {
        var gate = s_errors with
        {
            Slo = new SloDefinition(Share.Percent(5), null),
            LowTraffic = new LowTrafficDefinition(10, LowTrafficForm.Slo, null),
        };

        Assert.False(Assert.Single(GateForecast.Of(Canary(gate, 25, 50), 4, Traffic(2))).IsWarning);
        var hopeless = Assert.Single(GateForecast.Of(Canary(gate with { Slo = new SloDefinition(Share.Percent(0.1m), null) }, 50), 4, Traffic(2)));
        Assert.Equal("backend at 50 %: this gate (errors) will not decide: errors: stable itself is above what a candidate is held to.", hopeless.Text);
    }

    [Fact]
    public void Of_AllOfTheTrafficWithoutSlo_SaysThatNothingIsLeftToCompareWith()
    {
        var blueGreen = Canary(s_errors) with { Strategy = new BlueGreenStrategy("blueGreen", StackSize.Full, [], TimeSpan.FromMinutes(10)) };

        var line = Assert.Single(GateForecast.Of(blueGreen, 4, Traffic(100)));

        Assert.True(line.IsWarning);
        Assert.Contains("stable has no traffic left to compare with, and the gate has no slo", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_NoTraffic_WillNotDecide() =>
        Assert.All(GateForecast.Of(Canary(s_errors, 5, 50), 4, Traffic(0)), line => Assert.True(line.IsWarning));

    [Fact]
    public void Of_LooksThatSeeTooFew_AreNamed()
    {
        var line = Assert.Single(GateForecast.Of(Canary(new ThresholdGate("looks") { ErrorShare = new Bounds(null, 0.01) }, 10), 4, Traffic(5)));

        Assert.True(line.IsWarning);
        Assert.Contains("a look every 1m sees about 30 requests of the candidate, and counts from 100 on", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_StepsThatNobodyJudges_AreNotMentioned()
    {
        Assert.Empty(GateForecast.Of(Canary(NoGate.Instance, 5, 50), 4, Traffic(2)));
        Assert.Empty(GateForecast.Of(Canary(s_errors) with { Strategy = new RollingStrategy("rolling") }, 4, Traffic(2)));
    }

    private static ServedTraffic Traffic(double perSecond) => new(perSecond, "now") { Past = new GateHistory { Errors = new Counts(1_000_000, 5_000) } };

    private static ServicePlacement Canary(GateDefinition gate, params int[] weights) => new(
        "backend", "beta", new CanaryStrategy("canary", [.. weights.Select(weight => new WeightStep(weight))]), gate, TrafficRouter.Replicas, WarmStack.None);
}

using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Plan;
using Sluice.Rollouts.Tests.Machine;

namespace Sluice.Rollouts.Tests.Plan;

public sealed class RolloutForecastTests
{
    [Fact]
    public void Of_TwoLevels_AddsLevelsAndTakesTheSlowestOfEach()
    {
        var none = NoGate.Instance;
        var lines = RolloutForecast.Of(
        [
            Plans.Canary("backend", 0, gate: none, steps: [new WeightStep(25) { Dwell = TimeSpan.FromMinutes(2) }, new WeightStep(50) { Dwell = TimeSpan.FromMinutes(3) }]),
            Plans.Canary("mail", 0, gate: none, steps: [new WeightStep(50) { Dwell = TimeSpan.FromMinutes(1) }]),
            Plans.BlueGreen("frontend", 1, gate: none),
        ]);

        Assert.Equal(
            [
                "backend (level 0): 25 % → 50 % → 100 %; 5m; up to 4 candidate pods",
                "mail (level 0): 50 % → 100 %; 1m; up to 4 candidate pods",
                "frontend (level 1): 4 pods → 100 %; 5m; up to 4 candidate pods",
                "in all 10m, beside the start of pods; at most 12 pods more than serve",
            ],
            lines);
    }

    [Fact]
    public void Of_AGateJudges_SaysFromTheDwellsToTheDeadlines()
    {
        var lines = RolloutForecast.Of([Plans.Canary(steps: [new WeightStep(10), new WeightStep(50)])]);

        Assert.StartsWith("backend (level 0): 10 %, judged → 50 %, judged → 100 %; 1m to 20m;", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AServiceIsUpdatedInPlace_SaysSoAndCountsNoPods()
    {
        var lines = RolloutForecast.Of([Plans.Rolling(), Plans.Rolling("mail", 1, NoGate.Instance)]);

        Assert.Equal("ml (level 0): its pods are replaced in place, judged; 30s to 10m", lines[0]);
        Assert.Equal("mail (level 1): its pods are replaced in place; no time", lines[1]);
        Assert.EndsWith("at most 0 pods more than serve", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_APersonIsAsked_HasNoLongestTime()
    {
        var lines = RolloutForecast.Of([Plans.Canary(steps: [new WeightStep(10), new ManualStep("Looks well?", null)])]);

        Assert.Contains("as long as a person takes", lines[0], StringComparison.Ordinal);
        Assert.Contains("as long as a person takes", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Nothing_SaysNothing() => Assert.Empty(RolloutForecast.Of([]));
}

using Sluice.GateBenchmarks.Comparators;

namespace Sluice.GateBenchmarks.Tests;

public sealed class FlaggerLoopTests
{
    [Fact]
    public void Tick_AsManyFailuresAsTheThresholdInAll_RollsBack()
    {
        var loop = new FlaggerLoop(new FlaggerAnalysis());

        Assert.All(Ticks(loop, 98, 98, 100, 98, 98), action => Assert.NotEqual(FlaggerAction.Rollback, action));
        Assert.Equal(FlaggerAction.Rollback, loop.Tick(360, 98));
    }

    [Fact]
    public void Tick_WhileChecksPass_RaisesTheWeightToItsMaximumAndPromotes()
    {
        var loop = new FlaggerLoop(new FlaggerAnalysis { StepWeight = 0.2 });

        Assert.Equal(0.2, loop.Weight);
        Assert.Equal([FlaggerAction.Advance, FlaggerAction.Advance, FlaggerAction.Promote], Ticks(loop, 99, 99, 99));
        Assert.Equal(0.5, loop.Weight);
    }

    [Fact]
    public void Tick_WithWeightsOfItsOwn_FollowsThem()
    {
        var loop = new FlaggerLoop(new FlaggerAnalysis { StepWeights = [0.05, 0.25] });

        Assert.Equal([FlaggerAction.Advance, FlaggerAction.Promote], Ticks(loop, 100, 100));
        Assert.Equal(0.25, loop.Weight);
    }

    [Fact]
    public void Tick_WithoutValues_CountsAsFailed()
    {
        var loop = new FlaggerLoop(new FlaggerAnalysis());

        Assert.Equal(FlaggerAction.Rollback, Ticks(loop, null, null, null, null, null)[^1]);
    }

    [Fact]
    public void Tick_ASlowMinute_CountsAsFailed()
    {
        var loop = new FlaggerLoop(new FlaggerAnalysis());

        loop.Tick(60, 100, duration: 0.51);
        Assert.Equal(1, loop.FailedChecks);
        loop.Tick(120, 100, duration: 0.5);
        Assert.Equal(1, loop.FailedChecks);
    }

    private static List<FlaggerAction> Ticks(FlaggerLoop loop, params double?[] successRates) =>
        [.. successRates.Select((rate, index) => loop.Tick(60 * (index + 1), rate))];
}

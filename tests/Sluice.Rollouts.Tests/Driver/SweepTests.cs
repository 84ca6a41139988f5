using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Sweeping;

namespace Sluice.Rollouts.Tests.Driver;

public sealed class SweepTests
{
    private readonly StackShop _shop = new();

    [Fact]
    public void RunAsync_WarmStacksPastTheirTime_TheyGo()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        Assert.Empty(_shop.Sweep().Done);

        _shop.Wait(TimeSpan.FromMinutes(16));
        var outcome = _shop.Sweep();

        Assert.Equal(["backend-rev1 is removed.", "frontend-rev1 is removed."], outcome.Done);
        Assert.Equal(["backend-rev2", "frontend-rev2"], _shop.World.Stacks.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(_shop.World.Broken);
    }

    [Fact]
    public void RunAsync_ACandidateHasWeightAndNobodyWatches_ItIsTakenBackAndCanBeResumed()
    {
        _shop.Deploy("1");
        Assert.Throws<KilledException>(() => _shop.Deploy("2", _shop.KillAt("weight backend 50")));
        Assert.Equal(50, _shop.World.Pointers["backend"].Weight);

        var outcome = _shop.Sweep();

        Assert.Empty(outcome.Problems);
        Assert.Equal(new WorldPointer("backend-rev1"), _shop.World.Pointers["backend"]);
        Assert.Contains(outcome.Open, item => item.Kind == DueKind.UnfinishedRollout);
        Assert.True(_shop.World.Stacks.ContainsKey("backend-rev2"));
        Assert.IsType<RolloutOutcome.Succeeded>(_shop.GoOn(RolloutSignal.Resume));
        Assert.Empty(_shop.World.Broken);
    }

    [Fact]
    public void Of_ARolloutThatIsDriven_IsNoBusinessOfASweep()
    {
        _shop.Deploy("1");
        Assert.Throws<KilledException>(() => _shop.Deploy("2", _shop.KillAt("weight backend 50")));

        Assert.DoesNotContain(DueWork.Of([], _shop.World.Journal[^1], isDriven: true, _shop.World.Now), item => item.Kind is DueKind.UnwatchedWeight or DueKind.UnfinishedRollout);
    }
}

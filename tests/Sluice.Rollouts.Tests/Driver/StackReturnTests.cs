using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Tests.Driver;

public sealed class StackReturnTests
{
    private readonly StackShop _shop = new();

    private StackWorld World => _shop.World;

    [Fact]
    public void RunAsync_TheStackIsWarm_TrafficIsSwitchedAtOnceAndTheLeftStackGoes()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        var killer = new Killer();
        var begun = _shop.Time.GetUtcNow();

        var back = Assert.IsType<RollbackOutcome.Back>(_shop.Rollback(killer));

        Assert.Equal("1.1.0", back.Target.Version);
        Assert.Equal(["backend-rev1", "frontend-rev1"], World.Stacks.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new WorldPointer("backend-rev1"), World.Pointers["backend"]);
        Assert.True(killer.Writes.IndexOf("weight frontend 0") < killer.Writes.IndexOf("weight backend 0"));
        Assert.Equal(1, killer.Writes.IndexOf("weight frontend 0"));
        Assert.Equal([LedgerOutcome.Succeeded, LedgerOutcome.Succeeded, LedgerOutcome.Succeeded], World.Cluster.Entries.Select(entry => entry.Outcome));
        Assert.Equal(1, World.Cluster.Entries[^1].ReturnedTo);
        Assert.All(World.Stacks.Values, stack => Assert.False(stack.IsWarm));
        Assert.True(_shop.Time.GetUtcNow() - begun < TimeSpan.FromSeconds(2));
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_TheStackIsGone_ItIsMadeAndReadyBeforeTheSwitch()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        World.Stacks.Remove("backend-rev1");
        World.Stacks.Remove("frontend-rev1");
        var killer = new Killer();

        Assert.IsType<RollbackOutcome.Back>(_shop.Rollback(killer));

        Assert.True(killer.Writes.IndexOf("ensure backend-rev1 4") < killer.Writes.IndexOf("weight backend 0"));
        Assert.Equal(4, World.Stacks["backend-rev1"].Pods);
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_NoPodOfTheEarlierStackIsReady_TrafficStays()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        World.Failing["rev1"] = "image is gone";
        World.Stacks["backend-rev1"].Failure = "image is gone";

        var failed = Assert.IsType<RollbackOutcome.Failed>(_shop.Rollback());

        Assert.Equal("backend-rev2", _shop.Serving("backend"));
        Assert.Equal("frontend-rev2", _shop.Serving("frontend"));
        Assert.Equal(4, Deploy.ExitCodes.Of(failed));
    }

    [Fact]
    public void RunAsync_TooFewAreWarmButNow_TrafficIsSwitchedWithOne()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        World.Stacks["backend-rev1"].Resize(1, World.Now, TimeSpan.Zero);
        var killer = new Killer();

        Assert.IsType<RollbackOutcome.Back>(_shop.Rollback(killer, now: true));

        Assert.True(killer.Writes.IndexOf("weight backend 0") < killer.Writes.IndexOf("ensure backend-rev1 4"));
        Assert.Equal(4, World.Stacks["backend-rev1"].Pods);
    }

    [Fact]
    public void RunAsync_ThePlainDeploymentWasAdoptedBefore_TrafficGoesBackToIt()
    {
        _shop.Adopt();
        _shop.Record("1");
        _shop.Deploy("2");

        Assert.IsType<RollbackOutcome.Back>(_shop.Rollback());

        Assert.Equal("backend", _shop.Serving("backend"));
        Assert.False(World.Stacks.ContainsKey("backend-rev1"));
    }

    [Fact]
    public void RunAsync_KilledAtAnyWrite_TheNextCallEndsIt()
    {
        var whole = new Killer();
        Begin().Rollback(whole);
        for (var at = 1; at <= whole.Writes.Count; at++)
        {
            foreach (var isAfter in (bool[])[false, true])
            {
                var shop = Begin();
                Assert.Throws<KilledException>(() => shop.Rollback(new Killer(at, isAfter)));
                if (shop.World.Cluster.Entries[^1] is { ReturnedTo: 1, Outcome: LedgerOutcome.Succeeded })
                {
                    continue;
                }

                var where = $"killed {(isAfter ? "after" : "before")} {whole.Writes[at - 1]}";
                Assert.True(shop.Rollback() is RollbackOutcome.Back, where);
                Assert.True(shop.Serving("backend") == "backend-rev1" && shop.Serving("frontend") == "frontend-rev1", where);
                Assert.Empty(shop.World.Broken);
            }
        }
    }

    [Fact]
    public void RunAsync_ToANamedReleaseWhileARolloutIsUnderWay_ItsCandidateKeepsNoTraffic()
    {
        _shop.Deploy("1");
        Assert.Throws<KilledException>(() => _shop.Deploy("2", _shop.KillAt("weight backend 50")));

        Assert.IsType<RollbackOutcome.Back>(_shop.Rollback(to: "1.1.0"));

        Assert.Equal(new WorldPointer("backend-rev1"), World.Pointers["backend"]);
        Assert.False(_shop.IsOpen);
        Assert.False(World.Stacks.ContainsKey("backend-rev2"));
        Assert.Empty(World.Broken);
    }

    private static StackShop Begin()
    {
        var shop = new StackShop();
        shop.Deploy("1");
        shop.Deploy("2");
        return shop;
    }
}

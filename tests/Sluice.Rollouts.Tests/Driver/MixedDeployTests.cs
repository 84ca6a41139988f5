using Sluice.Model.Services;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Tests.Driver;

/// <summary>A service that is updated in place beside services that have stacks.</summary>
public sealed class MixedDeployTests
{
    private readonly StackShop _shop = new(hasRolling: true);

    private StackWorld World => _shop.World;

    private WorldWorkload Ml => World.Workloads["ml"];

    [Fact]
    public void RunAsync_GatesPass_TheWorkloadIsReplacedWhenTheCanaryGetsEverything()
    {
        _shop.Deploy("1");
        var killer = new Killer();

        Assert.IsType<RolloutOutcome.Succeeded>(_shop.Deploy("2", killer));

        Assert.Equal(4, Ml.Ready("rev2", World.Now));
        var weights = killer.Writes.Where(write => write.StartsWith("weight", StringComparison.Ordinal)).ToList();
        Assert.True(weights.IndexOf("weight ml 100") > weights.IndexOf("weight backend 50"));
        Assert.True(weights.IndexOf("weight ml 100") < weights.IndexOf("weight frontend 100"));
        // Nothing else touches it: not what both releases share, and not what is tidied up.
        Assert.DoesNotContain(killer.Writes, write => write.Contains("StatefulSet", StringComparison.Ordinal));
        Assert.Single(killer.Writes, write => write.Contains(" ml ", StringComparison.Ordinal));
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_AServiceAboveItFails_AllGoBackInReverseOrder()
    {
        _shop.Deploy("1");
        World.Gate = (service, step) => new GateAnswer(step, service == "frontend" ? GateWord.Rollback : GateWord.Pass, false, "worse");
        var killer = new Killer();

        Assert.IsType<RolloutOutcome.RolledBack>(_shop.Deploy("2", killer));

        Assert.Equal(4, Ml.Ready("rev1", World.Now));
        Assert.Equal("backend-rev1", _shop.Serving("backend"));
        Assert.True(killer.Writes.LastIndexOf("weight frontend 0") < killer.Writes.IndexOf("weight ml 0"));
    }

    [Fact]
    public void RunAsync_ItsPodsCrash_GoesBackAndKeepsTheirEvidenceFirst()
    {
        _shop.Deploy("1");
        World.Failing["rev2"] = "CrashLoopBackOff";

        var outcome = Assert.IsType<RolloutOutcome.RolledBack>(_shop.Deploy("2"));

        Assert.Contains(outcome.Record.Number, World.Cluster.KeptEvidence);
        Assert.Equal(4, Ml.Ready("rev1", World.Now));
    }

    [Fact]
    public void RunAsync_OnlyItsGateWatches_FindsItWorseWhilePodsAreReplaced()
    {
        _shop.Deploy("1");
        World.Gate = (service, step) => new GateAnswer(step, service == "ml" ? GateWord.Rollback : GateWord.Pass, false, "worse");

        var outcome = Assert.IsType<RolloutOutcome.RolledBack>(_shop.Deploy("2"));

        Assert.Equal((ReasonKind.Regression, "ml"), (outcome.Record.State.Reason!.Kind, outcome.Record.State.Reason.Service));
        Assert.Equal(4, Ml.Ready("rev1", World.Now));
    }

    [Fact]
    public void RunAsync_TheSameRevisionAgain_TheWorkloadIsAppliedAndNoPodReplaced()
    {
        _shop.Deploy("1");
        var killer = new Killer();

        Assert.IsType<RolloutOutcome.InPlace>(_shop.Deploy("1", killer, replicas: 5));

        Assert.Contains(killer.Writes, write => write.StartsWith("apply StatefulSet/ml", StringComparison.Ordinal));
        Assert.DoesNotContain("weight ml 100", killer.Writes);
    }

    [Fact]
    public void RunAsync_HookFailsBeforeTheFirstPod_TheWorkloadIsNotTouched()
    {
        _shop.Deploy("1");
        World.JobEnds["migrate"] = new JobProgress(false, "exit code 1");
        var hooked = _shop.With(new ServiceHook("ml", "p25", new HookDefinition(new("migrate"), HookFailure.Stop, false)));
        var killer = new Killer();

        hooked.Deploy("2", killer);

        Assert.Equal("rev1", Ml.Asked);
        Assert.DoesNotContain("weight ml 100", killer.Writes);
    }

    [Fact]
    public void Rollback_TrafficOfStacksFirstThenTheWorkload()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        var killer = new Killer();

        var back = Assert.IsType<RollbackOutcome.Back>(_shop.Rollback(killer));

        Assert.Equal("1.1.0", back.Target.Version);
        Assert.Equal(4, Ml.Ready("rev1", World.Now));
        Assert.True(killer.Writes.IndexOf("weight backend 0") < killer.Writes.IndexOf("weight ml 0"));
        Assert.Contains(back.Changes, change => change.Manifest.Kind == "StatefulSet");
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void Rollback_TheEarlierPodsDoNotBecomeReady_SaysSo()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        World.Failing["rev1"] = "image is gone";

        var failed = Assert.IsType<RollbackOutcome.Failed>(_shop.Rollback());

        Assert.Contains("StatefulSet/ml", Assert.IsType<Sluice.Rollouts.Deploy.DeployOutcome.Infrastructure>(failed.Problem).Problems[0].What, StringComparison.Ordinal);
        Assert.Equal("backend-rev1", _shop.Serving("backend"));
    }

    [Fact]
    public void Rollback_KilledAtAnyWrite_TheNextOneGoesAllTheWay()
    {
        var whole = new Killer();
        Twice().Rollback(whole);
        for (var at = 1; at <= whole.Writes.Count; at++)
        {
            var shop = Twice();
            Assert.IsType<KilledException>(Record.Exception(() => shop.Rollback(new Killer(at, isAfter: at % 2 == 0))));
            shop.Rollback(to: "1.1.0");
            Assert.True(shop.World.Workloads["ml"].Ready("rev1", shop.World.Now) == 4 && shop.Serving("backend") == "backend-rev1", $"killed at write {at} ({whole.Writes[at - 1]})");
        }

        static StackShop Twice()
        {
            var shop = new StackShop(hasRolling: true);
            shop.Deploy("1");
            shop.Deploy("2");
            return shop;
        }
    }

    [Fact]
    public void Sweep_KilledWhilePodsAreReplaced_TakesThemBack()
    {
        _shop.Deploy("1");
        var killer = _shop.KillAt("weight ml 100");
        Assert.IsType<KilledException>(Record.Exception(() => _shop.Deploy("2", killer)));

        _shop.Sweep();
        _shop.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal(4, Ml.Ready("rev1", World.Now));
        Assert.True(_shop.IsOpen);
    }
}

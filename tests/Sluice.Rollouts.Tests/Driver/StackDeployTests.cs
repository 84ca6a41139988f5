using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Driver;

public sealed class StackDeployTests
{
    private readonly StackShop _shop = new();

    private StackWorld World => _shop.World;

    [Fact]
    public void RunAsync_NothingServesYet_EverythingServesAtOnceAndNobodyJudges()
    {
        var outcome = Assert.IsType<RolloutOutcome.Succeeded>(_shop.Deploy("1"));

        Assert.Equal(["backend-rev1", "frontend-rev1"], [_shop.Serving("backend"), _shop.Serving("frontend")]);
        Assert.Equal(4, World.Stacks["backend-rev1"].Pods);
        Assert.Equal(LedgerOutcome.Succeeded, outcome.Entry!.Outcome);
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_GatesPass_CandidatesBecomeStableAndTheOldStacksStayWarm()
    {
        _shop.Deploy("1");
        var killer = new Killer();

        Assert.IsType<RolloutOutcome.Succeeded>(_shop.Deploy("2", killer));

        Assert.Equal(["weight backend 0", "weight frontend 0", "weight backend 10", "weight backend 50", "weight backend 100", "weight frontend 100"], killer.Writes.Where(write => write.StartsWith("weight", StringComparison.Ordinal)));
        Assert.Equal(["backend-rev2", "frontend-rev2"], [_shop.Serving("backend"), _shop.Serving("frontend")]);
        Assert.All(["backend-rev1", "frontend-rev1"], name => Assert.True(World.Stacks[name] is { IsWarm: true, IsHeld: false, Pods: 4 }));
        Assert.Equal(RolloutStage.Over, World.Journal[^1].Stage);
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_ThirdRelease_TheStackBeforeThePreviousOneGoes()
    {
        _shop.Deploy("1");
        _shop.Deploy("2");
        _shop.Deploy("3");

        Assert.Equal(["backend-rev2", "backend-rev3", "frontend-rev2", "frontend-rev3"], World.Stacks.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RunAsync_ThirdReleaseByPodCount_TheWarmStackHasNoPodsBeforeAnythingIsShared()
    {
        var shop = new StackShop { Placements = [.. _shop.Placements.Select(one => one.Service == "backend" ? one with { Router = TrafficRouter.Replicas } : one)] };
        shop.Deploy("1");
        shop.Deploy("2");
        var killer = new Killer();

        shop.Deploy("3", killer);

        var asleep = killer.Writes.IndexOf("scale backend-rev1 0");
        Assert.True(asleep > killer.Writes.IndexOf("weight backend 0"));
        Assert.True(asleep < killer.Writes.IndexOf("weight backend 10"));
        Assert.DoesNotContain("scale frontend-rev1 0", killer.Writes);
    }

    [Fact]
    public void RunAsync_GateSaysRollback_TrafficGoesBackBeforeAnyPodAndEvidenceIsKept()
    {
        _shop.Deploy("1");
        World.Gate = (_, step) => new GateAnswer(step, step >= 1 ? GateWord.Rollback : GateWord.Pass, false, "12 of 100 failed, stable 0 of 900");
        var killer = new Killer();

        var outcome = Assert.IsType<RolloutOutcome.RolledBack>(_shop.Deploy("2", killer));

        Assert.Equal(ReasonKind.Regression, outcome.Record.State.Reason!.Kind);
        Assert.Equal("backend-rev1", _shop.Serving("backend"));
        Assert.False(World.Stacks.ContainsKey("backend-rev2"));
        Assert.True(killer.Writes.LastIndexOf("weight backend 0") < killer.Writes.IndexOf("remove backend-rev2"));
        Assert.Contains(outcome.Record.Number, World.Cluster.KeptEvidence);
        Assert.Equal(LedgerOutcome.Failed, World.Cluster.Entries[^1].Outcome);
        Assert.NotNull(outcome.TrafficBack);
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_SecondServiceFails_TheFirstGoesBackToo()
    {
        _shop.Deploy("1");
        World.Gate = (service, step) => new GateAnswer(step, service == "frontend" ? GateWord.Rollback : GateWord.Pass, false, "worse");

        Assert.IsType<RolloutOutcome.RolledBack>(_shop.Deploy("2"));

        Assert.Equal(["backend-rev1", "frontend-rev1"], [_shop.Serving("backend"), _shop.Serving("frontend")]);
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_PodsCrash_GoesBackWithTheReason()
    {
        _shop.Deploy("1");
        World.Failing["rev2"] = "backend-rev2-x: CrashLoopBackOff";

        var outcome = Assert.IsType<RolloutOutcome.RolledBack>(_shop.Deploy("2"));

        Assert.Contains("CrashLoopBackOff", outcome.Record.State.Reason!.Text, StringComparison.Ordinal);
        Assert.True(outcome.Record.State.Reason.PutsOnHold);
    }

    [Fact]
    public void RunAsync_SameRevisionsMoreReplicas_NoCanaryStarts()
    {
        _shop.Deploy("1");

        var outcome = Assert.IsType<RolloutOutcome.InPlace>(_shop.Deploy("1", replicas: 6));

        Assert.NotNull(outcome.Entry);
        Assert.Equal(6, World.Stacks["backend-rev1"].Pods);
        Assert.Equal(RolloutStage.Over, World.Journal[^1].Stage);
        Assert.Single(World.Journal);
    }

    [Fact]
    public void RunAsync_SameReleaseAgain_NothingIsDone()
    {
        _shop.Deploy("1");

        var outcome = Assert.IsType<RolloutOutcome.InPlace>(_shop.Deploy("1"));

        Assert.Null(outcome.Entry);
        Assert.Empty(outcome.Changes);
    }

    [Fact]
    public void RunAsync_OneServiceHasANewRevision_TheOtherIsLeftAlone()
    {
        _shop.Deploy("1");
        var killer = new Killer();

        Assert.IsType<RolloutOutcome.Succeeded>(_shop.Deploy("2", killer, frontend: "1"));

        Assert.Equal(["backend-rev2", "frontend-rev1"], [_shop.Serving("backend"), _shop.Serving("frontend")]);
        Assert.DoesNotContain(killer.Writes, write => write.StartsWith("weight frontend", StringComparison.Ordinal));
    }

    [Fact]
    public void RunAsync_APlainDeploymentServes_ItIsAdoptedAsItIs()
    {
        _shop.Adopt();
        var killer = new Killer();

        Assert.IsType<RolloutOutcome.Succeeded>(_shop.Deploy("2", killer));

        Assert.Equal("backend-rev2", _shop.Serving("backend"));
        Assert.True(World.Stacks["backend"].IsWarm);
        Assert.DoesNotContain(killer.Writes, write => write == "apply Deployment/backend");
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_AnotherRolloutWasLeftUnfinished_ItIsTakenBackFirst()
    {
        _shop.Deploy("1");
        Assert.Throws<KilledException>(() => _shop.Deploy("2", _shop.KillAt("weight backend 50")));

        Assert.IsType<RolloutOutcome.Succeeded>(_shop.Deploy("3"));

        Assert.Equal("backend-rev3", _shop.Serving("backend"));
        Assert.False(World.Stacks.ContainsKey("backend-rev2"));
        Assert.Equal([LedgerOutcome.Succeeded, LedgerOutcome.Failed, LedgerOutcome.Succeeded], World.Cluster.Entries.Select(entry => entry.Outcome));
        Assert.Empty(World.Broken);
    }

    [Fact]
    public void RunAsync_Interrupted_WeightsAreBackAndItCanBeResumed()
    {
        _shop.Deploy("1");
        using var source = new CancellationTokenSource();
        var killer = new Killer { Seen = write => StackShop.CancelAt(write, "weight backend 50", source) };

        var outcome = Assert.IsType<RolloutOutcome.Suspended>(_shop.Deploy("2", killer, interrupted: source.Token));

        Assert.True(outcome.IsTakenBack);
        Assert.Equal(new WorldPointer("backend-rev1"), World.Pointers["backend"]);
        Assert.Equal(RolloutPhase.Suspended, World.Journal[^1].State.Phase);
        Assert.IsType<RolloutOutcome.Succeeded>(_shop.GoOn(RolloutSignal.Resume));
        Assert.Equal("backend-rev2", _shop.Serving("backend"));
        Assert.Empty(World.Broken);
    }

    [Theory]
    [InlineData(RolloutSignal.Abort, "backend-rev1")]
    [InlineData(RolloutSignal.PromoteFully, "backend-rev2")]
    public void RunAsync_APersonAsksFromElsewhere_IsHeard(RolloutSignal signal, string serving)
    {
        _shop.Deploy("1");
        World.Gate = (_, _) => null;
        World.Signals.Add(new PersonSignal("x1", 2, signal, "ana", World.Now, "because"));

        _shop.Deploy("2");

        Assert.Equal(serving, _shop.Serving("backend"));
        Assert.Empty(World.Signals);
        Assert.Contains(World.Lines, line => line.Text.StartsWith("ana asks for", StringComparison.Ordinal));
        Assert.Contains("x1", World.Journal[^1].Heard);
    }

    [Fact]
    public void RunAsync_AHookFailsBeforeTheFirstPod_NothingIsDeployed()
    {
        _shop.Deploy("1");
        var hooked = _shop.With(new ServiceHook("backend", "p25", new Sluice.Model.Services.HookDefinition(new("migrate"), Sluice.Model.Services.HookFailure.Stop, false)));
        World.JobEnds["migrate"] = new JobProgress(false, "exit code 1");

        Assert.IsType<RolloutOutcome.RolledBack>(hooked.Deploy("2"));

        Assert.Equal("backend-rev1", _shop.Serving("backend"));
        Assert.False(World.Stacks.ContainsKey("backend-rev2"));
        Assert.Equal(LedgerOutcome.Failed, World.Cluster.Entries[^1].Outcome);
    }

    [Fact]
    public void RunAsync_InterruptedWhileTheClusterDoesNotAnswer_EndsInSecondsAllTheSame()
    {
        _shop.Deploy("1");
        using var source = new CancellationTokenSource();
        var ports = new WorldPorts(World, new Killer { Seen = write => StackShop.CancelAt(write, "journal Driving Running", source) }).All;
        var before = World.Now;

        var outcome = _shop.Time.Run(() => new StackDeploy(ports with { Watcher = new DeafWatcher() }, _shop.Time).RunAsync(_shop.Request("2"), source.Token));

        Assert.IsType<RolloutOutcome.Suspended>(outcome);
        Assert.True(World.Now - before < TimeSpan.FromSeconds(5), $"{World.Now - before}");
    }

    /// <summary>A cluster that gives no answer until nobody waits for it any more.</summary>
    private sealed class DeafWatcher : IStackWatcher
    {
        public async Task<ClusterResult<IStackWatch>> WatchAsync(IReadOnlyList<Lane> lanes, CancellationToken cancellationToken)
        {
            var never = new TaskCompletionSource<ClusterResult<IStackWatch>>();
            await using var end = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            return await never.Task;
        }
    }
}

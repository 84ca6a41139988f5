using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

/// <summary>Services that are updated in place, in rollouts with others that have stacks.</summary>
public class RollingScenarioTests
{
    [Fact]
    public void Rolling_GatePasses_TheWorkloadIsTheOnlyThingTouched()
    {
        var world = new World(Plans.Of(Plans.Rolling())).Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Equal([100], world.Weights("ml"));
        Assert.All(world.Commands, command => Assert.True(command is RolloutCommand.SetWeight or RolloutCommand.Judge));
    }

    [Fact]
    public void Rolling_BesideACanary_BeginsWhenTheCanaryGetsEverything()
    {
        var world = new World(Plans.Of(Plans.Canary(), Plans.Rolling())).Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        var weights = world.Commands.OfType<RolloutCommand.SetWeight>().Select(one => (one.Service, one.Weight)).Distinct().ToList();
        Assert.Equal([("backend", 10), ("backend", 50)], weights[..2]);
        Assert.Contains(("ml", 100), weights[2..]);
    }

    [Fact]
    public void Rolling_WorseWhileHalfOfThePodsAreNew_AllGoBackInReverseOrder()
    {
        var world = new World(Plans.Of(Plans.Rolling(), Plans.Canary(level: 1)))
        {
            Gate = (service, step) => new GateAnswer(step, service == "backend" && step == 1 ? GateWord.Rollback : GateWord.Pass, false, "worse"),
        }.Run();

        Assert.Equal(RolloutPhase.RolledBack, world.State.Phase);
        var back = world.Commands.OfType<RolloutCommand.SetWeight>().Where(one => one.Weight == 0).Select(one => one.Service).Distinct();
        Assert.Equal(["backend", "ml"], back);
        Assert.True(world["ml"] is { Asked: 0, Stable.Ready: 4 });
        Assert.DoesNotContain(world.Commands, command => command is RolloutCommand.RemoveCandidate { Service: "ml" });
        Assert.Contains(new RolloutCommand.SaveEvidence("ml"), world.Commands);
    }

    [Fact]
    public void Rolling_GateFindsItWorseBeforeAllPodsAreNew_IsTakenBackThen()
    {
        var world = new World(Plans.Of(Plans.Rolling()))
        {
            Replaced = _ => 2,
            Gate = (_, step) => new GateAnswer(step, GateWord.Rollback, false, "worse"),
        };
        world.Run(one => one.State.Phase == RolloutPhase.Returning);
        world.Replaced = _ => null;
        world.Run();

        Assert.Equal((RolloutPhase.RolledBack, ReasonKind.Regression), (world.State.Phase, world.State.Reason!.Kind));
    }

    [Fact]
    public void Rolling_PodsNeverReady_GoesBackWithTheirNumber()
    {
        var world = new World(Plans.Of(Plans.Rolling(gate: NoGate.Instance))) { Replaced = _ => 1 };
        world.Run(one => one.State.Phase == RolloutPhase.Returning);
        world.Replaced = _ => null;
        world.Run();

        Assert.Equal((RolloutPhase.RolledBack, ReasonKind.NotReady), (world.State.Phase, world.State.Reason!.Kind));
        Assert.StartsWith("1 of 4 pods are new and ready", world.State.Reason.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rolling_NothingServesYet_NoGateIsAsked()
    {
        var world = new World(Plans.Of(Plans.Rolling()), stable: 0) { Gate = (_, _) => throw new InvalidOperationException("no gate is asked") }.Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
    }

    [Fact]
    public void Rolling_InterruptedThenResumed_GoesBackAndThenOnAgain()
    {
        var world = new World(Plans.Of(Plans.Rolling())) { Gate = (_, step) => new GateAnswer(step, GateWord.Continue, false, "") };
        world.Run(one => one.Of("ml").Phase == ServicePhase.Acting);
        world.Tick(RolloutSignal.Interrupt);
        world.Tick();
        Assert.Equal(0, world["ml"].Asked);

        world.Gate = (_, step) => new GateAnswer(step, GateWord.Pass, false, "");
        world["ml"] = world["ml"] with { Gate = null };
        world.Tick(RolloutSignal.Resume);
        world.Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Equal([100, 0, 100], world.Weights("ml"));
    }

    [Fact]
    public void Rolling_HeldAndTakenBackUntilAPersonDecides_StaysTakenBack()
    {
        var world = new World(Plans.Of(Plans.Rolling()) with { OnRegression = RegressionAction.Hold }) { Gate = (_, step) => new GateAnswer(step, GateWord.Rollback, true, "much worse") };
        world.Run(one => one.State.Phase == RolloutPhase.Held);
        for (var tick = 0; tick < 5; tick++)
        {
            world.Tick();
        }

        Assert.Equal([100, 0], world.Weights("ml"));
        world.Tick(RolloutSignal.Abort);
        Assert.Equal(RolloutPhase.RolledBack, world.Run().State.Phase);
    }
}

using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Services;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Machine;

public class MachineScenarioTests
{
    private static readonly GateAnswer s_worse = new(0, GateWord.Rollback, false, "4.1 % errors against 0.2 %");

    [Fact]
    public void Canary_GatePasses_WeightByWeightThenPromoted()
    {
        var world = new World(Plans.Of(Plans.Canary())).Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Equal([10, 50, 100], world.Weights("backend"));
        Assert.Equal([WeightCause.Begun, WeightCause.GatePassed, WeightCause.GatePassed], world.Events.OfType<RolloutEvent.WeightChanged>().Select(one => one.Cause));
        Assert.Equal([1, 2, 4], world.Commands.OfType<RolloutCommand.ScaleCandidate>().Select(one => one.Pods));
        Assert.IsType<RolloutCommand.HoldCapacity>(world.Commands[0]);
        Assert.DoesNotContain(world.Commands, command => command is RolloutCommand.RemoveCandidate);
        Assert.True(world["backend"] is { IsWarm: true, IsHeld: false });
    }

    [Fact]
    public void Canary_ByReplicas_SizeSoThatTheShareIsServed()
    {
        var world = new World(Plans.Of(Plans.Canary(router: TrafficRouter.Replicas, steps: [new WeightStep(10), new WeightStep(50)])), stable: 9).Run();

        Assert.Equal([1, 9], world.Commands.OfType<RolloutCommand.ScaleCandidate>().Select(one => one.Pods));
    }

    [Fact]
    public void Canary_NothingServesYet_EverythingOnceReady()
    {
        var world = new World(Plans.Of(Plans.Canary()), stable: 0) { Gate = (_, _) => throw new InvalidOperationException("no gate is asked") }.Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Equal([100], world.Weights("backend"));
        Assert.Equal(4, world["backend"].Candidate!.Ready);
    }

    [Fact]
    public void Canary_StableBroken_FixGoesOutWithoutAGate()
    {
        var world = new World(Plans.Of(Plans.Canary())) { Gate = (_, step) => s_worse with { Step = step } };
        world["backend"] = world["backend"] with { Stable = new StackSight(4, 0) };

        world.Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Contains(world.Events, one => one is RolloutEvent.WeightChanged { Cause: WeightCause.NoStable, To: 100 });
    }

    [Fact]
    public void Canary_GateFindsItWorse_TrafficFirstThenEvidenceThenPods()
    {
        var world = new World(Plans.Of(Plans.Canary())) { Gate = (_, step) => step == 1 ? s_worse with { Step = 1 } : new GateAnswer(step, GateWord.Pass, false, "") }.Run();

        Assert.Equal((RolloutPhase.RolledBack, ReasonKind.Regression, "4.1 % errors against 0.2 %"), (world.State.Phase, world.State.Reason!.Kind, world.State.Reason.Text));
        Assert.True(world.State.Reason.PutsOnHold);
        var end = world.Commands[^4..].Select(command => command.GetType().Name);
        Assert.Equal(["SetWeight", "ReleaseCapacity", "SaveEvidence", "RemoveCandidate"], end);
        Assert.Equal(0, world["backend"].Weight);
    }

    [Theory]
    [InlineData(InconclusiveAction.Rollback, RolloutPhase.RolledBack)]
    [InlineData(InconclusiveAction.Pause, RolloutPhase.Held)]
    public void Canary_GateSilentUntilItsDeadline_NeverSuccess(InconclusiveAction action, RolloutPhase expected)
    {
        var world = new World(Plans.Of(Plans.Canary()) with { OnInconclusive = action }) { Gate = (_, step) => new GateAnswer(step, GateWord.Continue, false, "no data") };

        world.Run(one => one.State.Phase == expected);

        Assert.Equal(ReasonKind.Inconclusive, world.State.Reason!.Kind);
        Assert.False(world.State.Reason.PutsOnHold);
        Assert.Contains("no data", world.State.Reason.Text, StringComparison.Ordinal);
        Assert.Equal(10, world.Weights("backend").Max());
    }

    [Fact]
    public void Held_PersonPromotes_GoesOn()
    {
        var world = new World(Plans.Of(Plans.Canary()) with { OnInconclusive = InconclusiveAction.Pause }) { Gate = (_, step) => new GateAnswer(step, step == 0 ? GateWord.Inconclusive : GateWord.Pass, false, "") };
        world.Run(one => one.State.Phase == RolloutPhase.Held);

        world.Tick(RolloutSignal.Promote);
        world.Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Contains(world.Events, one => one is RolloutEvent.WeightChanged { Cause: WeightCause.Person, To: 50 });
    }

    [Theory]
    [InlineData(false, 10)]
    [InlineData(true, 0)]
    public void Regression_OnHold_StaysAtItsWeightUnlessCertain(bool isCertain, int expected)
    {
        var world = new World(Plans.Of(Plans.Canary()) with { OnRegression = RegressionAction.Hold }) { Gate = (_, step) => s_worse with { Step = step, IsCertain = isCertain } };
        world.Run(one => one.State.Phase == RolloutPhase.Held);
        world.Tick();

        Assert.Equal(expected, world["backend"].Weight);

        world.Gate = (_, step) => new GateAnswer(step, GateWord.Pass, false, "");
        world.Tick(RolloutSignal.Promote);
        world.Run();
        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
    }

    [Fact]
    public void BlueGreen_SmallPreview_FullBeforeTheSwitchThenBakes()
    {
        var smoke = new SmokeStep(new JobDefinition("smoke"));
        var world = new World(Plans.Of(Plans.BlueGreen(preview: StackSize.Of(1), checks: smoke))).Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Equal(["HoldCapacity", "ScaleCandidate", "RunJob", "ScaleCandidate", "SetWeight", "Judge", "Promote", "ReleaseCapacity", "KeepWarm"], world.Commands.Select(command => command.GetType().Name));
        Assert.Equal([100], world.Weights("frontend"));
    }

    [Fact]
    public void BlueGreen_SmokeFails_NeverGetsTraffic()
    {
        var world = new World(Plans.Of(Plans.BlueGreen(checks: new SmokeStep(new JobDefinition("smoke"))))) { Job = _ => false }.Run();

        Assert.Equal((RolloutPhase.RolledBack, ReasonKind.SmokeFailed), (world.State.Phase, world.State.Reason!.Kind));
        Assert.Empty(world.Weights("frontend"));
    }

    [Theory]
    [InlineData(PauseEnd.Continue, RolloutPhase.Succeeded)]
    [InlineData(PauseEnd.Rollback, RolloutPhase.RolledBack)]
    public void Pause_RunsOut_DoesWhatItSays(PauseEnd end, RolloutPhase expected) =>
        Assert.Equal(expected, new World(Plans.Of(Plans.Canary(steps: [new WeightStep(10), new PauseStep(TimeSpan.FromMinutes(1), end)]))).Run().State.Phase);

    [Fact]
    public void Pause_WithoutTimeout_WaitsForPromote()
    {
        var world = new World(Plans.Of(Plans.Canary(steps: [new WeightStep(10), new PauseStep(null, PauseEnd.Continue)])));
        world.Run(one => one.Events.OfType<RolloutEvent.PersonWanted>().Any());
        world.Tick(seconds: 1e6);
        Assert.Equal(ServicePhase.Acting, world.Of("backend").Phase);

        world.Tick(RolloutSignal.Promote);

        Assert.Equal(RolloutPhase.Succeeded, world.Run().State.Phase);
    }

    [Fact]
    public void Pause_GateFailsMeanwhile_GoesBackAtOnce()
    {
        var world = new World(Plans.Of(Plans.Canary(steps: [new WeightStep(10), new PauseStep(null, PauseEnd.Continue)])));
        world.Run(one => one.Events.OfType<RolloutEvent.PersonWanted>().Any());
        world["backend"] = world["backend"] with { Gate = s_worse };

        Assert.Contains(new RolloutCommand.SetWeight("backend", 0), world.Tick().Commands);
    }

    [Fact]
    public void Manual_Unanswered_CountsAsNo() =>
        Assert.Equal(ReasonKind.NoAnswer, new World(Plans.Of(Plans.BlueGreen(checks: new ManualStep("Looks right?", TimeSpan.FromMinutes(1))))).Run().State.Reason!.Kind);

    [Fact]
    public void PromoteFully_InMidAnalysis_SkipsGatesAndPauses()
    {
        var world = new World(Plans.Of(Plans.Canary(steps: [new WeightStep(10), new PauseStep(null, PauseEnd.Continue), new WeightStep(50)]))) { Gate = (_, step) => new GateAnswer(step, GateWord.Continue, false, "") };
        world.Run(one => one.Of("backend").Phase == ServicePhase.Acting);

        world.Tick(RolloutSignal.PromoteFully);
        world.Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Equal([10, 50, 100], world.Weights("backend"));
    }

    [Fact]
    public void PauseSignal_NoFurtherStep_UntilResumed()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Run(one => one.Of("backend").Phase == ServicePhase.Acting);
        world.Tick(RolloutSignal.Pause);
        for (var tick = 0; tick < 500; tick++)
        {
            world.Tick();
        }

        Assert.Equal(10, world["backend"].Weight);
        world.Tick(RolloutSignal.Resume);
        Assert.Equal(RolloutPhase.Succeeded, world.Run().State.Phase);
    }

    [Fact]
    public void Interrupt_AtWeight_ZeroInTheSameDecision_ResumesToTheEnd()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Run(one => one["backend"].Weight == 50);

        var decision = world.Tick(RolloutSignal.Interrupt);

        Assert.Equal([new RolloutCommand.SetWeight("backend", 0)], decision.Commands);
        Assert.Equal(RolloutPhase.Suspended, world.State.Phase);
        Assert.Empty(world.Tick().Commands);
        world.Tick(RolloutSignal.Resume);
        world.Run();
        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
        Assert.Equal([10, 50, 0, 50, 100], world.Weights("backend"));
    }

    [Fact]
    public void Leave_AtWeight_NothingChanges()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Run(one => one["backend"].Weight == 10);

        Assert.Empty(world.Tick(RolloutSignal.Leave).Commands);
        Assert.Equal(10, world["backend"].Weight);
        world.Tick(RolloutSignal.Resume);
        Assert.Equal(RolloutPhase.Succeeded, world.Run().State.Phase);
    }

    [Fact]
    public void Abort_Suspended_GoesBack()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Run(one => one["backend"].Weight == 10);
        world.Tick(RolloutSignal.Interrupt);

        world.Tick(RolloutSignal.Abort);

        Assert.Equal(RolloutPhase.RolledBack, world.Run().State.Phase);
    }

    [Fact]
    public void Levels_SecondFails_PromotedGoBackInReverseOrder()
    {
        var world = new World(Plans.Of(Plans.Canary("ml-service"), Plans.Canary("backend", 1), Plans.BlueGreen("frontend", 2)))
        {
            Gate = (service, step) => new GateAnswer(step, service == "frontend" ? GateWord.Rollback : GateWord.Pass, false, "worse"),
        }.Run();

        Assert.Equal(RolloutPhase.RolledBack, world.State.Phase);
        Assert.Equal(["frontend", "backend", "ml-service"], world.Commands.OfType<RolloutCommand.SetWeight>().Where(one => one.Weight == 0).Select(one => one.Service));
        Assert.True(world.Commands.FindLastIndex(one => one is RolloutCommand.SetWeight) < world.Commands.FindIndex(one => one is RolloutCommand.SaveEvidence));
    }

    [Fact]
    public void Level_TwoServices_NobodyIsAStepAhead()
    {
        var world = new World(Plans.Of(Plans.Canary("a", steps: [new WeightStep(10), new WeightStep(50)]), Plans.BlueGreen("b")));
        world.Gate = (service, step) => new GateAnswer(step, service == "a" && step == 1 ? GateWord.Continue : GateWord.Pass, false, "");

        world.Run(one => one.Of("a") is { Step: 1, Phase: ServicePhase.Acting } && one.Of("b").Phase == ServicePhase.Settled);
        world.Tick();

        Assert.Empty(world.Weights("b"));
        world["a"] = world["a"] with { Gate = new GateAnswer(1, GateWord.Pass, false, "") };
        Assert.Equal(RolloutPhase.Succeeded, world.Run().State.Phase);
    }

    [Fact]
    public void Rollback_OnlyTheCandidateServes_TrafficStays()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Run(one => one["backend"].Weight == 50);
        world["backend"] = world["backend"] with { Stable = new StackSight(4, 0) };

        world.Tick(RolloutSignal.Abort);
        world.Run();

        Assert.Equal(RolloutPhase.Stranded, world.State.Phase);
        Assert.Equal(50, world["backend"].Weight);
        Assert.Equal(2, world["backend"].Candidate!.Ready);
    }

    [Fact]
    public void Rollback_StableComesBackInTime_TrafficGoesBack()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Run(one => one["backend"].Weight == 50);
        world["backend"] = world["backend"] with { Stable = new StackSight(4, 0) };
        world.Tick(RolloutSignal.Abort);
        Assert.Equal(50, world["backend"].Weight);

        world["backend"] = world["backend"] with { Stable = new StackSight(4, 1) };

        Assert.Equal(RolloutPhase.RolledBack, world.Run().State.Phase);
        Assert.Equal(0, world["backend"].Weight);
    }

    [Fact]
    public void Candidate_WillNotBecomeReady_FailsFastWithTheReason()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Tick();
        world["backend"] = world["backend"] with { Candidate = new StackSight(1, 0, "backend-1: ImagePullBackOff") };
        world.Loses = command => command is RolloutCommand.ScaleCandidate;

        world.Tick();

        Assert.Equal(new RolloutReason(ReasonKind.NotReady, "backend", "backend-1: ImagePullBackOff"), world.State.Reason);
        Assert.Empty(world.Weights("backend"));
    }

    [Fact]
    public void Candidate_NeverReady_GoesBackAfterTheDeadline() =>
        Assert.Equal(ReasonKind.NotReady, new World(Plans.Of(Plans.Canary())) { Loses = command => command is RolloutCommand.ScaleCandidate }.Run().State.Reason!.Kind);

    [Fact]
    public void Weight_NeverReadBack_IsInfrastructureAndNoHold()
    {
        var world = new World(Plans.Of(Plans.Canary())) { Loses = command => command is RolloutCommand.SetWeight { Weight: > 0 } }.Run();

        Assert.Equal(ReasonKind.Infrastructure, world.State.Reason!.Kind);
        Assert.False(world.State.Reason.PutsOnHold);
    }

    [Fact]
    public void Evidence_CannotBeSaved_PodsAreLeftToALaterCommand()
    {
        var world = new World(Plans.Of(Plans.Canary())) { Gate = (_, step) => s_worse with { Step = step }, Loses = command => command is RolloutCommand.SaveEvidence }.Run();

        Assert.Equal(RolloutPhase.RolledBack, world.State.Phase);
        Assert.DoesNotContain(world.Commands, command => command is RolloutCommand.RemoveCandidate);
        Assert.Equal(ServicePhase.Returned, world.Of("backend").Phase);
    }

    [Fact]
    public void Stable_ScaledInTheLastStep_CandidateGrowsBeforeItIsPromoted()
    {
        var world = new World(Plans.Of(Plans.Canary())).Run(until: one => one["backend"].Weight == 100);
        world["backend"] = world["backend"] with { Stable = new StackSight(7, 7) };

        world.Run();

        Assert.Equal(7, world["backend"].Candidate!.Pods);
        Assert.True(world.Commands.FindIndex(command => command is RolloutCommand.ScaleCandidate { Pods: 7 }) < world.Commands.FindIndex(command => command is RolloutCommand.Promote));
    }

    [Fact]
    public void Stable_ScaledDuringTheCanary_PromotionHasTheCurrentCount()
    {
        var world = new World(Plans.Of(Plans.Canary()));
        world.Run(one => one["backend"].Weight == 50);
        world["backend"] = world["backend"] with { Stable = new StackSight(9, 9) };

        world.Run();

        Assert.Equal(9, world["backend"].Candidate!.Ready);
    }

    [Fact]
    public void NoGate_StepsPassWhenReady() => Assert.Equal(
        [WeightCause.Begun, WeightCause.NoGate, WeightCause.NoGate],
        new World(Plans.Of(Plans.Canary(gate: NoGate.Instance))).Run().Events.OfType<RolloutEvent.WeightChanged>().Select(one => one.Cause));

    [Fact]
    public void EveryCommand_LostOnce_StillSucceeds()
    {
        var lost = new HashSet<RolloutCommand>();
        var world = new World(Plans.Of(Plans.Canary(), Plans.BlueGreen(level: 1))) { Loses = lost.Add }.Run();

        Assert.Equal(RolloutPhase.Succeeded, world.State.Phase);
    }
}

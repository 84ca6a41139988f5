using Sluice.Model.Environments;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Tests.Rollouts;

public sealed class ControlLinesTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddSeconds(40);

    [Fact]
    public void Heard_APause_NamesRolloutPhaseStepsAndDriver()
    {
        var record = Record(state => state with { IsPaused = true });

        Assert.Equal(
            [
                "Rollout 7 of 1.5.0 in prod: paused by a person, running for 40 s",
                "  backend: step 1/2 (25 %), looks; the candidate is to have 25 % of the traffic",
                "It was heard by robin@laptop. No further step begins until ./build.sh Resume --environment prod.",
            ],
            ControlLines.Heard(record, "prod", RolloutSignal.Pause, s_now));
    }

    [Theory]
    [InlineData(RolloutSignal.Resume, RolloutPhase.Held, "./build.sh Promote --environment prod goes on")]
    [InlineData(RolloutSignal.Promote, RolloutPhase.Running, "The present step counts as passed.")]
    [InlineData(RolloutSignal.Abort, RolloutPhase.Returning, "Everything goes back.")]
    [InlineData(RolloutSignal.Abort, RolloutPhase.Finishing, "too far for that")]
    [InlineData(RolloutSignal.Pause, RolloutPhase.Returning, "changed nothing")]
    public void Heard_OfAPhase_SaysWhatThatMeans(RolloutSignal signal, RolloutPhase phase, string part)
    {
        var lines = ControlLines.Heard(Record(state => state with { Phase = phase }), "prod", signal, s_now);

        Assert.Contains(part, lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Undriven_CandidatesWithTraffic_AreNamedWithWhatToType()
    {
        var lines = ControlLines.Undriven(Record(state => state), "prod", s_now);

        Assert.Contains("but candidates have traffic: backend 25 %.", lines[^2], StringComparison.Ordinal);
        Assert.Equal("Next: ./build.sh Resume --environment prod goes on, ./build.sh Abort --environment prod takes it back", lines[^1]);
    }

    [Fact]
    public void Nothing_AfterARollout_SaysHowItEnded()
    {
        Assert.Equal("Nothing is running in prod.", ControlLines.Nothing(null, "prod"));
        Assert.Equal("Nothing is running in prod. Rollout 7 of 1.5.0 in prod was the last, and it is over: rolled back.", ControlLines.Nothing(Record(state => state with { Phase = RolloutPhase.RolledBack }), "prod"));
    }

    [Fact]
    public void Unheard_NamesWhoHoldsTheLockAndWhatToType()
    {
        var view = new LockView(LockStanding.Held, new LeaseState { Holder = "kim@ci", Purpose = "RollbackProd" }, TimeSpan.FromSeconds(3), TimeSpan.Zero);

        var lines = ControlLines.Unheard(Record(state => state), "prod", "Abort", view, TimeSpan.FromSeconds(10));

        Assert.Contains("did not hear it within 10 s", lines[0], StringComparison.Ordinal);
        Assert.Contains("kim@ci for RollbackProd", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Next: ./build.sh Abort --environment prod", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_AReasonWithATerminalsWords_IsHarmless()
    {
        var lines = ControlLines.Describe(Record(state => state with { Phase = RolloutPhase.Held, Reason = new RolloutReason(ReasonKind.SmokeFailed, "backend", "said \u001b[2J boo") }), "prod", s_now);

        Assert.Equal("Rollout 7 of 1.5.0 in prod: held, a person decides for 40 s, because backend: said  boo", lines[0]);
    }

    private static RolloutRecord Record(Func<RolloutState, RolloutState> change)
    {
        var plan = new RolloutPlan(
            [new ServicePlan("backend", 0, TrafficRouter.Service, 1, [new StepPlan(StepKind.Weight) { Weight = 25 }, new StepPlan(StepKind.Weight) { Weight = 100 }])],
            RegressionAction.Rollback,
            InconclusiveAction.Pause,
            TimeSpan.FromMinutes(1));
        var begun = RolloutState.Begin(plan, DateTimeOffset.UnixEpoch);
        var state = begun with { Services = [begun.Services[0] with { Phase = ServicePhase.Acting, Weight = 25 }] };
        return new RolloutRecord(7, new Release("1.5.0", "", "robin", [], ""), RolloutStage.Driving, change(state), [], default) { Driver = "robin@laptop" };
    }
}

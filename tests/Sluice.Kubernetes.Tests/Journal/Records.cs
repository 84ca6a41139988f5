using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Kubernetes.Tests.Journal;

/// <summary>Records of rollouts with something in every field.</summary>
internal static class Records
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static RolloutRecord Of(int number, RolloutStage stage = RolloutStage.Driving, long fence = 3)
    {
        var plan = new RolloutPlan(
            [new ServicePlan("backend", 0, TrafficRouter.Service, 2, [new StepPlan(StepKind.Weight) { Weight = 10, IsGated = true, Dwell = TimeSpan.FromSeconds(30) }, new StepPlan(StepKind.Weight) { Weight = 100 }])],
            RegressionAction.Rollback,
            InconclusiveAction.Pause,
            TimeSpan.FromMinutes(2));
        RolloutState begun = RolloutState.Begin(plan, Start);
        RolloutState state = begun with
        {
            Phase = RolloutPhase.Held,
            Reason = new RolloutReason(ReasonKind.Regression, "backend", "5 of 100 failed"),
            Services = [begun.Services[0] with { Phase = ServicePhase.Acting, Weight = 10, HadStable = true, Granted = 10 }],
        };
        return new RolloutRecord(
            number,
            new Release("1.5.0", "abc", "robin", [new ReleaseImage("backend", "r/backend@sha256:00")], "hash"),
            stage,
            state,
            [new LaneRecord("backend", "p25", "backend", StackMark.OfPodTemplate("5d8f"), "backend-ab12", "ab12"), new LaneRecord("ml", "p25", "", null, "ml-cd34", "cd34")],
            Start)
        {
            Stored = "key",
            Before = "earlier",
            Intent = ["give backend 10 %"],
            Driver = "robin@laptop",
            Fence = fence,
            Heard = ["one", "two"],
        };
    }

    public static JournalLine Line(string text) => new(Start, text, "backend");
}

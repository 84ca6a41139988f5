using Sluice.Reports.Rollouts;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Tests.Rollouts;

public sealed class RolloutSummaryTests
{
    [Fact]
    public void Describe_Success_SaysWhatServesAndHowLongGoingBackIsInstant() => Assert.Equal(
        [
            "beta serves release 7 (1.5.0) after 3 min 12 s:",
            "  backend   http://127.0.0.1:8080",
            "  frontend  http://127.0.0.1:8081",
            "What served before stays warm until 2026-01-05 09:15 UTC, so that going back is instant.",
            "Next: ./build.sh Status shows it; ./build.sh RollbackBeta goes back to the release before.",
        ],
        Describe(new RolloutOutcome.Succeeded(
            Record(new RolloutPlay(RolloutPlay.Canary()).Until(state => state.IsOver)),
            null,
            [new ServiceAddress("p25-beta", "backend", 80, "http://127.0.0.1:8080"), new ServiceAddress("p25-beta", "frontend", 80, "http://127.0.0.1:8081")],
            TimeSpan.FromSeconds(192))
        { WarmUntil = RolloutPlay.Start.AddMinutes(15) }));

    [Fact]
    public void Describe_WorseCandidate_SaysWhyHowFastAndHowManyRequestsItHad()
    {
        var stage = Worse();

        Assert.Equal(
            [
                "beta does not serve release 7 (1.5.0). What served before serves again. (exit code 3: taken back)",
                "  backend: the candidate is worse: 50 times",
                "All requests went to the previous release again 84 ms after the decision. A candidate had 50 % at most.",
                "  backend: candidate 5 of 620 requests bad (0.81 %), stable 17 of 2481 requests bad (0.69 %)",
                "Evidence: .nuke/temp/evidence/beta/7",
                "Next: correct the cause, then ./build.sh DeployBeta",
            ],
            Describe(new RolloutOutcome.RolledBack(Record(stage), null, TimeSpan.FromMilliseconds(84)) { Evidence = [".nuke/temp/evidence/beta/7"] }, stage.Seen.Picture));
    }

    [Fact]
    public void Describe_GateThatCouldNotDecide_SaysThatTheReleaseWasNotFoundBad()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()) { Gate = GateWord.Inconclusive, GateText = "no decision within 10 min" }.Until(state => state.IsOver);

        Assert.Equal(
            "Next: ./build.sh DeployBeta tries again; the release was not found bad, so it is not on hold.",
            Describe(new RolloutOutcome.RolledBack(Record(stage), null, null))[^1]);
    }

    [Fact]
    public void Describe_Interrupted_SaysWhereItStandsAndBothWaysOn()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary(), RolloutPlay.Canary("web", 1)).UntilActing("backend", 1).Tick(1, RolloutSignal.Interrupt).Tick();

        Assert.Equal(
            [
                "Interrupted: release 7 (1.5.0) is not yet live in beta. (exit code 130: interrupted)",
                "No candidate that is not promoted has traffic.",
                "  backend 2/3 (50 %): 0 % of the traffic",
                "Next: ./build.sh Resume --environment beta goes on, ./build.sh Abort --environment beta takes it back.",
            ],
            Describe(new RolloutOutcome.Suspended(Record(stage), true)));
    }

    [Fact]
    public void Describe_Stranded_CallsForAPerson()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 1);
        stage["backend"] = stage["backend"] with { Stable = new StackSight(4, 0) };
        stage.Tick(1, RolloutSignal.Abort).Until(state => state.IsOver);

        var lines = Describe(new RolloutOutcome.Stranded(Record(stage), null));
        Assert.Equal("beta could not go back from release 7 (1.5.0) everywhere. A person is needed now. (exit code 4: going back failed)", lines[0]);
        Assert.Equal("  backend: only the candidate serves, so its traffic stays there", lines[2]);
    }

    [Fact]
    public void Describe_LostCluster_SaysWhetherSomethingIsLeftToBeDriven()
    {
        var problem = new ClusterProblem(ClusterProblemKind.Unreachable, "no answer", "");
        var stage = new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 0);

        Assert.Equal("Next: ./build.sh Doctor, then ./build.sh DeployBeta", Describe(new RolloutOutcome.Infrastructure([problem], null))[^1]);
        Assert.Equal(
            ["Rollout release 7 (1.5.0) is running and nobody drives it now.", "Next: ./build.sh Doctor, then ./build.sh Resume --environment beta goes on or ./build.sh Abort --environment beta takes it back."],
            Describe(new RolloutOutcome.Infrastructure([problem], Record(stage)))[^2..]);
    }

    [Fact]
    public void Describe_FortyServices_StaysWithinTenLines()
    {
        var stage = new RolloutPlay([.. Enumerable.Range(0, 40).Select(number => RolloutPlay.Canary($"svc-{number}"))]).UntilActing("svc-0", 0);
        var record = Record(stage);
        RolloutOutcome[] outcomes =
        [
            new RolloutOutcome.Succeeded(record, null, [.. Enumerable.Range(0, 40).Select(number => new ServiceAddress("n", $"svc-{number}", 80, "http://x"))], TimeSpan.FromSeconds(9)) { WarmUntil = RolloutPlay.Start },
            new RolloutOutcome.RolledBack(record, null, TimeSpan.FromSeconds(1)) { Evidence = ["here"] },
            new RolloutOutcome.Stranded(record, null) { Evidence = ["here"] },
            new RolloutOutcome.Suspended(record, true),
            new RolloutOutcome.Refused([.. Enumerable.Range(0, 40).Select(number => new ClusterProblem(ClusterProblemKind.Unreachable, $"no {number}", ""))]),
            new RolloutOutcome.Drifted([.. Enumerable.Range(0, 40).Select(number => $"drift {number}")]),
        ];

        Assert.All(outcomes, outcome => Assert.InRange(Describe(outcome, stage.Seen.Picture).Length, 1, 10));
    }

    internal static RolloutRecord Record(RolloutPlay stage) => new(
        7, new Release("1.5.0", "c0ffee", "ada", [], "hash"), stage.State.IsOver ? RolloutStage.Over : RolloutStage.Driving, stage.State, [], RolloutPlay.Start);

    private static RolloutPlay Worse()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 1);
        stage["backend"] = stage["backend"] with { Gate = new GateAnswer(1, GateWord.Rollback, true, "the candidate is worse: 50 times") };
        return stage.Until(state => state.IsOver);
    }

    private static string[] Describe(RolloutOutcome outcome, RolloutPicture? last = null) => [.. RolloutSummary.Describe(outcome, "beta", "DeployBeta", last)];
}

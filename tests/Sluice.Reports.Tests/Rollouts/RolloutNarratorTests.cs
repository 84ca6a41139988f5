using Sluice.Model.Environments;
using Sluice.Model.Strategies;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Tests.Rollouts;

public sealed class RolloutNarratorTests
{
    private const string Worse = "the candidate is worse: errors: candidate 50 of 500 (10 %), stable 1 of 500 (0.2 %); 50 times";

    [Fact]
    public void Lines_CanaryThatPasses_TellsEachStepOnce() => Assert.Equal(
        [
            "Rollout 7 of 1.5.0 to beta",
            "  backend 10 % → 50 % → 100 %, revision 9b1c02 → 3f2a91",
            "  backend 1/3: 10 % (candidate 1 pod ready); the gate looks for 30 s to 10 min",
            "  backend 1/3: the gate passes 10 %: within the margin in every metric after 30 s",
            "  backend 2/3: 50 % (candidate 2 pods ready); the gate looks for 30 s to 10 min",
            "  backend 2/3: the gate passes 50 %: within the margin in every metric after 30 s",
            "  backend 3/3: 100 % (candidate 4 pods ready)",
            "  backend promoted: the candidate serves all of it",
            "All services are promoted",
        ],
        new RolloutPlay(RolloutPlay.Canary()).Until(state => state.IsOver).Lines());

    [Fact]
    public void Lines_ServiceThatIsUpdatedInPlace_TellsOfItsPodsAndNotOfTraffic()
    {
        var stage = new RolloutPlay(RolloutPlay.Rolling()) { Gate = GateWord.Continue }.UntilActing("ml-service", 1);
        stage["ml-service"] = stage["ml-service"] with { Gate = new GateAnswer(1, GateWord.Rollback, false, Worse) };
        stage.Tick().Tick(2).Until(state => state.IsOver);

        Assert.Equal(
            [
                "Rollout 7 of 1.5.0 to beta",
                "  ml-service its pods are replaced in place, revision 9b1c02 → 3f2a91",
                "  ml-service its pods are replaced in place, and the gate looks",
                "  ml-service all its pods are new (candidate 4 pods ready); the gate looks for 30 s to 10 min",
                $"Going back: ml-service: {Worse}",
                "  ml-service taken back: its pods are those of the release before in 2 s",
            ],
            stage.Lines()[..6]);
    }

    [Fact]
    public void Lines_WorseCandidate_SaysWhyItGoesBackAndHowFastTheTrafficWas()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 1);
        stage["backend"] = stage["backend"] with { Gate = new GateAnswer(1, GateWord.Rollback, true, Worse) };
        stage.Tick(1).Tick(0.084).Until(state => state.IsOver);

        Assert.Equal(
            [
                $"Going back: backend: {Worse}",
                "  backend taken back to 0 % in 84 ms",
                "All traffic is back in 84 ms; evidence is saved, then the candidates go",
            ],
            stage.Lines()[5..]);
    }

    [Fact]
    public void Lines_WhileAGateLooks_TellsItsNumbersEveryHalfMinute()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()) { Gate = GateWord.Continue }.UntilActing("backend", 0);
        for (var second = 0; second < 65; second++)
        {
            stage.Tick();
        }

        const string Numbers = "errors: 620 of about 1000 candidate requests seen; candidate 5 of 620 requests bad (0.81 %), stable 17 of 2481 requests bad (0.69 %); evidence: 62 % of what passes, 3 % of what takes it back";
        Assert.Equal(
            [$"  backend 1/3: 10 % for 30 s; {Numbers}; 9 min 30 s left", $"  backend 1/3: 10 % for 1 min; {Numbers}; 9 min left"],
            stage.Lines()[3..]);
    }

    [Fact]
    public void Lines_PodsThatDoNotCome_TellsHowManyThereAre()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary());
        stage.Tick();
        stage["backend"] = stage["backend"] with { Candidate = new StackSight(1, 0) };
        for (var second = 0; second < 40; second++)
        {
            stage.Tick();
        }

        Assert.Equal("  backend 1/3: waits for pods: 0 of 1 ready after 30 s", Assert.Single(stage.Lines()[2..]));
    }

    [Fact]
    public void Lines_Held_SaysWhatToTypeAndRemindsEveryFiveMinutes()
    {
        var stage = new RolloutPlay(new RolloutPlan([RolloutPlay.Canary()], RegressionAction.Hold, InconclusiveAction.Pause, TimeSpan.FromMinutes(2))).UntilActing("backend", 1);
        stage["backend"] = stage["backend"] with { Gate = new GateAnswer(1, GateWord.Rollback, true, Worse) };
        for (var minute = 0; minute < 11; minute++)
        {
            stage.Tick(60);
        }

        const string Type = "Type: ./build.sh Promote --environment beta goes on, ./build.sh Abort --environment beta takes it back";
        Assert.Equal(
            [$"Held: backend: {Worse}", Type, "  backend has 0 % instead of 50 % until a person decides", $"Held for 5 min. {Type}", $"Held for 10 min. {Type}"],
            stage.Lines()[5..]);

        stage.Tick(1, RolloutSignal.Abort).Until(state => state.IsOver);
        Assert.Equal("Going back: A person ended it.", stage.Lines()[10]);
    }

    [Fact]
    public void Lines_PausesAndQuestions_SayWhatIsWaitedForAndWhatPeopleAsk()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary(
            steps: [new WeightStep(25), new PauseStep(TimeSpan.FromMinutes(10), PauseEnd.Continue), new ManualStep("Does it look well?", TimeSpan.FromHours(2)), new WeightStep(50)]));
        stage.UntilActing("backend", 1).Tick(600).UntilActing("backend", 2)
            .Tick(400).Tick(5, RolloutSignal.Pause).Tick(2, RolloutSignal.Resume).Tick(5, RolloutSignal.PromoteFully).Until(state => state.IsOver);

        const string Type = "Type: ./build.sh Promote --environment beta goes on, ./build.sh Abort --environment beta takes it back";
        Assert.Equal(
            [
                $"  backend 2/5: pauses for 10 min, then goes on. {Type}",
                "  backend 2/5: the pause is over",
                $"  backend 3/5: waits for a person, 2 h at most, then goes back: Does it look well? {Type}",
                "  backend 3/5: question: waits for a person, 2 h at most, then goes back; since 6 min 40 s",
                "A person pauses it: no further step begins. Type: ./build.sh Resume --environment beta",
                "A person resumes it",
                "A person promotes it fully: no further gate, pause or question holds it",
                "  backend 4/5: 50 % (candidate 2 pods ready)",
            ],
            stage.Lines()[4..12]);
    }

    [Fact]
    public void Lines_ManyServices_AreToldOfTogether()
    {
        var lines = new RolloutPlay([.. Enumerable.Range(0, 50).Select(number => RolloutPlay.Canary($"svc-{number}", number / 25))]).Until(state => state.IsOver).Lines();

        Assert.Equal("Rollout 7 of 1.5.0 to beta: 50 services in 2 levels", lines[0]);
        Assert.Equal("  svc-0, svc-1, svc-2 and 22 more 1/3: 10 %", lines[1]);
        Assert.Equal(14, lines.Length);
    }

    [Fact]
    public void Lines_TakenUpByAnotherProcess_SaysThatItGoesOn()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 1);
        stage.Events.Clear();

        Assert.Equal("Rollout 7 of 1.5.0 to beta goes on, running", stage.Tick().Lines()[0]);
    }

    [Fact]
    public void Lines_TextsOfOthers_CannotCommandATerminal()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()) { Gate = GateWord.Inconclusive, GateText = "look\u001b[2J\nhere" };

        Assert.Contains("Going back: backend: look here", stage.Until(state => state.IsOver).Lines());
    }

    [Fact]
    public void Lines_AnyRollout_NeverRepeatsALine()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary(), RolloutPlay.Canary("web", 1)) { Gate = GateWord.Continue };
        for (var second = 0; second < 900; second++)
        {
            stage.Tick();
        }

        var lines = stage.Lines();
        Assert.Equal(lines.Distinct(), lines);
    }

    [Fact]
    public void Tell_WhatMustBeSeen_IsUrgent()
    {
        var stage = new RolloutPlay(RolloutPlay.Canary()) { Gate = GateWord.Inconclusive }.Until(state => state.IsOver);
        var narrator = new RolloutNarrator("");

        Assert.Equal(["Going back: backend: within the margin in every metric after 30 s"], stage.Events.SelectMany(narrator.Tell).Where(line => line.IsUrgent).Select(line => line.Text));
    }
}

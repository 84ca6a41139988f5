using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Model.Values;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Tests.Judging;

public sealed class GateDeskTests
{
    [Fact]
    public async Task Look_HealthyCandidate_PassesAfterTheDwell()
    {
        await using var trial = new Trial();

        trial.Look(0, 10);
        trial.Run(29);
        Assert.Equal(GateWord.Continue, trial.Answer.Word);
        trial.Run(300, () => trial.Answer.Word != GateWord.Continue);

        Assert.Equal(new GateAnswer(0, GateWord.Pass, false, trial.Answer.Text), trial.Answer);
        Assert.Matches(@"^quality: within the margin in every metric after .* \(candidate \d+ of \d+ bad, stable \d+ of \d+ bad\)$", trial.Answer.Text);
        var sight = trial.Desk.Sight("web")!;
        Assert.Equal(("quality", 1, trial.Answer.Text), (sight.Gate, sight.ToPass, $"quality: {sight.Text}"));
    }

    [Fact]
    public async Task Look_TenPercentErrors_RollsBackWithinAMinuteAndIsCertainInTwo()
    {
        await using var trial = new Trial { CandidateBad = 10 };

        trial.Look(0, 10);
        trial.Run(60);
        Assert.Equal(GateWord.Rollback, trial.Answer.Word);
        Assert.Contains("the candidate is worse: errors: candidate", trial.Answer.Text, StringComparison.Ordinal);
        trial.Run(60);

        Assert.True(trial.Answer.IsCertain);
        Assert.Equal(1, trial.Desk.Sight("web")!.ToRollback);
    }

    [Fact]
    public async Task Look_PodsAreReplacedInPlace_ComparesWhileBothServeThenPassesByTheObjective()
    {
        await using var trial = new Trial(Trial.Gate with { Slo = new SloDefinition(Share.Percent(5m), null) }, new RollingStrategy("rolling"));

        trial.Look(1, 100);
        trial.Watch.Served = 40;
        trial.Run(20);
        Assert.Equal(GateWord.Continue, trial.Answer.Word);
        trial.Pods.Stable.Clear();
        trial.Watch.Served = 100;
        trial.Run(600, () => trial.Answer.Word != GateWord.Continue);

        Assert.Equal((1, GateWord.Pass), (trial.Answer.Step, trial.Answer.Word));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(100)]
    public async Task Look_PodsReplacedInPlaceAreWorse_RollsBackWithStablePodsAndWithout(int served)
    {
        await using var trial = new Trial(Trial.Gate with { Slo = new SloDefinition(Share.Percent(5m), null) }, new RollingStrategy("rolling")) { CandidateBad = 30 };
        if (served == 100)
        {
            trial.Pods.Stable.Clear();
        }

        trial.Look(1, 100);
        trial.Watch.Served = served;
        trial.Run(120, () => trial.Answer.Word == GateWord.Rollback);

        Assert.Equal(GateWord.Rollback, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_BothSidesFailAlike_DoesNotRollBack()
    {
        await using var trial = new Trial { CandidateBad = 30, StableBad = 30 };

        trial.Look(0, 10);
        trial.Run(600);

        Assert.NotEqual(GateWord.Rollback, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_SourceDown_IsNoPassAndNoFailureAndGoesOnWhenItIsBack()
    {
        await using var trial = new Trial { Problem = new MetricsProblem("No pod's metrics can be read.") };

        trial.Look(0, 10);
        trial.Run(3600);
        Assert.Equal(new GateAnswer(0, GateWord.Continue, false, "quality: metrics source unreachable: No pod's metrics can be read."), trial.Answer);
        trial.Problem = null;
        trial.Run(300, () => trial.Answer.Word != GateWord.Continue);

        Assert.Equal(GateWord.Pass, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_SourceGoesAwayBeforeTheDwellIsOver_WaitsForIt()
    {
        await using var trial = new Trial(Trial.Gate with { Dwell = TimeSpan.FromMinutes(5) });
        trial.Look(0, 10);
        trial.Run(290);

        trial.Problem = new MetricsProblem("gone");
        trial.Run(300);
        Assert.Equal(GateWord.Continue, trial.Answer.Word);
        trial.Problem = null;
        trial.Run(10);

        Assert.Equal(GateWord.Pass, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_PodsUnknown_IsNoPass()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(20);

        trial.Watch.IsBlind = true;
        trial.Run(600);

        Assert.Equal(GateWord.Continue, trial.Answer.Word);
        Assert.Contains("the pods are not known: The API server does not answer.", trial.Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NoRequestReachesTheCandidate_IsInconclusive()
    {
        await using var trial = new Trial { CandidateRate = 0 };

        trial.Look(0, 10);
        trial.Run(90);

        Assert.Equal(GateWord.Inconclusive, trial.Answer.Word);
        Assert.Contains("no request reached it", trial.Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_NextStepWithoutAnyRequest_IsNoPass()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(900);
        Assert.Equal(GateWord.Pass, trial.Answer.Word);

        trial.CandidateRate = 0;
        trial.Look(2, 50);
        trial.Run(50);

        Assert.Equal((2, GateWord.Continue), (trial.Answer.Step, trial.Answer.Word));
        Assert.Contains("no request of the candidate was counted in this step yet", trial.Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_ContainerRestarts_CountersThatBeginAgainAreCountedAndTheDwellBeginsAnew()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(300);
        var before = trial.Desk.Sight("web")!;

        trial.Look(2, 50);
        trial.Run(20);
        trial.Pods.Restart("new-a");
        trial.Run(25);
        Assert.Equal(GateWord.Continue, trial.Answer.Word);
        trial.Run(600, () => trial.Answer.Word != GateWord.Continue);

        Assert.Equal(GateWord.Pass, trial.Answer.Word);
        var after = trial.Desk.Sight("web")!;
        Assert.InRange(after.CandidateRequests - before.CandidateRequests, 1, 20 * 700);
    }

    [Fact]
    public async Task Look_FailureInAPause_RollsBackForTheStepBefore()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(300, () => trial.Answer.Word == GateWord.Pass);

        trial.CandidateBad = 30;
        trial.Run(120);

        Assert.Equal((0, GateWord.Rollback), (trial.Answer.Step, trial.Answer.Word));
    }

    [Fact]
    public async Task Look_StepOfThePlan_IsTheGatesOwn()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(5);

        trial.Look(1, 10); // a pause
        trial.Run(5);
        Assert.Equal(0, trial.Answer.Step);
        trial.Look(2, 50);

        Assert.Equal(2, trial.Answer.Step);
    }

    [Fact]
    public async Task Look_WeightRises_WhatCameMeanwhileIsNotCounted()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(10);
        var before = trial.Desk.Sight("web")!.CandidateRequests;
        trial.Run(4);

        // A burst at the moment of the change.
        trial.Pods.Serve(trial.Pods.Candidate, 5000, 5000);
        trial.Look(2, 50);
        trial.Run(5);

        Assert.Equal(before + 100, trial.Desk.Sight("web")!.CandidateRequests, 6);
        Assert.NotEqual(GateWord.Rollback, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_ServedShareChangesByItself_WhatCameMeanwhileIsNotCounted()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(10);
        var before = trial.Desk.Sight("web")!.CandidateRequests;

        trial.Pods.Serve(trial.Pods.Candidate, 5000, 5000);
        trial.Watch.Served = 12;
        trial.Run(10);

        Assert.Equal(before + 100, trial.Desk.Sight("web")!.CandidateRequests, 6);
    }

    [Fact]
    public async Task Look_PersonOverruledARollback_JudgesByWhatComesFromThenOn()
    {
        await using var trial = new Trial { CandidateBad = 20 };
        trial.Look(0, 10);
        trial.Run(120);
        Assert.Equal(GateWord.Rollback, trial.Answer.Word);

        trial.CandidateBad = 1;
        trial.Look(2, 50);
        trial.Run(600, () => trial.Answer.Word != GateWord.Continue);

        Assert.Equal((2, GateWord.Pass), (trial.Answer.Step, trial.Answer.Word));
        Assert.Contains("goes on against its gate", Assert.Single(trial.Notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_BlueGreenAtAllOfTheTraffic_IsHeldAgainstTheObjective()
    {
        var gate = Trial.Gate with { Slo = new SloDefinition(Share.Percent(2m), null) };
        await using var trial = new Trial(gate, new BlueGreenStrategy("blueGreen", StackSize.Full, [], TimeSpan.FromMinutes(2))) { CandidateRate = 100 };
        trial.Pods.Stable.Clear();

        trial.Look(1, 100);
        trial.Run(110);
        Assert.Equal(GateWord.Continue, trial.Answer.Word);
        trial.Run(600, () => trial.Answer.Word != GateWord.Continue);

        Assert.Equal((1, GateWord.Pass), (trial.Answer.Step, trial.Answer.Word));
    }

    [Fact]
    public async Task Look_NoStableAndABadCandidate_RollsBackByTheObjective()
    {
        var gate = Trial.Gate with { Slo = new SloDefinition(Share.Percent(2m), null) };
        await using var trial = new Trial(gate, hasStable: false) { CandidateBad = 15 };

        trial.Look(0, 10);
        trial.Run(120);

        Assert.Equal(GateWord.Rollback, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_APodDoesNotAnswer_IsWaitedForAndThenTheOthersCount()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(10);

        trial.Silent.Add("new-a");
        trial.Run(10);
        Assert.Equal("quality: metrics source unreachable: new-a: nothing.", trial.Answer.Text);
        trial.Run(60);

        Assert.DoesNotContain("unreachable", trial.Answer.Text, StringComparison.Ordinal);
        Assert.True(trial.Desk.Sight("web")!.CandidateRequests > 300);
    }

    [Fact]
    public async Task Look_PodThatIsNotReadyYet_IsNotAsked()
    {
        await using var trial = new Trial();
        trial.Pods.Candidate.Add(TrialPods.Pod("new-c", trial.Clock.GetUtcNow()) with { Ready = false });

        trial.Look(0, 10);
        trial.Run(10);

        Assert.All(trial.Questions, question => Assert.DoesNotContain("new-c", question.Pods));
        Assert.True(trial.Desk.Sight("web")!.CandidateRequests > 0);
    }

    [Fact]
    public async Task Look_Queries_AreFilledInAndAskedOnceForEachLook()
    {
        var gate = new PromQlGate("queries", [new PromQlCheck("lag", "lag{namespace=\"{{namespace}}\",a=\"{{candidate}}\",b=\"{{stable}}\",s=\"{{service}}\"}", new Bounds(null, 5))]);
        await using var trial = new Trial(gate) { Value = 3 };

        trial.Look(0, 10);
        trial.Run(125);

        Assert.Equal(GateWord.Pass, trial.Answer.Word);
        Assert.Equal(["lag{namespace=\"shop\",a=\"new\",b=\"old\",s=\"web\"}", "lag{namespace=\"shop\",a=\"new\",b=\"old\",s=\"web\"}"], trial.Queries);
        trial.Value = 9;
        trial.Run(180);
        Assert.Equal(GateWord.Rollback, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_QueriesWithoutAnAnswer_AreNoPass()
    {
        var gate = new PromQlGate("queries", [new PromQlCheck("lag", "lag", new Bounds(null, 5))]);
        await using var trial = new Trial(gate) { Problem = new MetricsProblem("prometheus:9090 does not answer.") };

        trial.Look(0, 10);
        trial.Run(600);

        Assert.Equal((GateWord.Continue, "queries: metrics source unreachable: prometheus:9090 does not answer."), (trial.Answer.Word, trial.Answer.Text));
    }

    [Fact]
    public async Task Look_BoundsThatAreExceeded_RollBack()
    {
        var gate = new ThresholdGate("bounds") { Errors = Trial.Gate.Errors, ErrorShare = new Bounds(null, 0.05), MinimumRequests = 50 };
        await using var trial = new Trial(gate) { CandidateBad = 10 };

        trial.Look(0, 10);
        trial.Run(140);

        Assert.Equal((GateWord.Rollback, false), (trial.Answer.Word, trial.Answer.IsCertain));
    }

    [Fact]
    public async Task Look_TwoGates_EachJudgesItsOwnSteps()
    {
        var other = Trial.Gate with { Alpha = 0.02 };
        await using var trial = new Trial(strategy: new CanaryStrategy("canary", [new WeightStep(10), new WeightStep(50) { Gate = other with { Name = "other" } }]));
        trial.Look(0, 10);
        trial.Run(60);

        trial.Look(1, 50);
        trial.Run(5);

        Assert.Equal(1, trial.Answer.Step);
        Assert.StartsWith("other: ", trial.Answer.Text, StringComparison.Ordinal);
        Assert.Equal(100, trial.Desk.Sight("web")!.CandidateRequests, 6);
    }

    [Fact]
    public async Task Look_SlowAnswers_RollBackAndEquallyFastOnesPass()
    {
        var gate = Trial.Gate with { Latency = new LatencyMetric("http_request_duration_seconds") };
        await using var slow = new Trial(gate) { CandidateSlow = 20 };
        await using var fast = new Trial(gate);
        (slow.Pods.HasDurations, fast.Pods.HasDurations) = (true, true);

        slow.Look(0, 10);
        slow.Run(300, () => slow.Answer.Word != GateWord.Continue);
        fast.Look(0, 10);
        fast.Run(900, () => fast.Answer.Word != GateWord.Continue);

        Assert.Equal((GateWord.Rollback, GateWord.Pass), (slow.Answer.Word, fast.Answer.Word));
        Assert.Contains("latency > 0.1 s", slow.Answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Look_CounterThatNobodyExposes_IsNoPassThoughDurationsAre()
    {
        var gate = Trial.Gate with { Errors = new ErrorMetric("requests_total"), Latency = new LatencyMetric("http_request_duration_seconds") };
        await using var trial = new Trial(gate);
        trial.Pods.HasDurations = true;

        trial.Look(0, 10);
        for (var look = 0; look < 120; look++)
        {
            trial.Run(5);
            Assert.NotEqual(GateWord.Pass, trial.Answer.Word);
        }
    }

    [Fact]
    public async Task Look_SourceBreaks_SaysSoAndLooksAgain()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(300, () => trial.Answer.Word == GateWord.Pass);

        trial.IsBroken = true;
        trial.Run(10);
        Assert.Equal((GateWord.Continue, "quality: it could not look: broken"), (trial.Answer.Word, trial.Answer.Text));
        trial.IsBroken = false;
        trial.Run(10);

        Assert.Equal(GateWord.Pass, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_SameStepAgain_ChangesNothing()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(10);
        var questions = trial.Questions.Count;

        trial.Look(0, 10);
        trial.Look(0, 10);

        Assert.Equal(questions, trial.Questions.Count);
        trial.Run(5);
        Assert.Equal(questions + 1, trial.Questions.Count);
    }

    [Fact]
    public async Task ChangedAsync_AnAnswerThatNobodyHasRead_EndsOnceAndThenWithTheNext()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        Assert.True(trial.Desk.ChangedAsync(default).IsCompletedSuccessfully);

        var next = trial.Desk.ChangedAsync(default);
        Assert.False(next.IsCompleted);
        trial.Run(5);
        await next.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.NotNull(trial.Answer);
        Assert.False(trial.Desk.ChangedAsync(default).IsCompleted);
        using var cancelled = new CancellationTokenSource();
        var last = trial.Desk.ChangedAsync(cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
    }

    [Fact]
    public async Task DisposeAsync_WhileItLooks_LooksNoLonger()
    {
        await using var trial = new Trial();
        trial.Look(0, 10);
        trial.Run(10);
        var questions = trial.Questions.Count;

        await trial.Desk.DisposeAsync();
        trial.Run(60);

        Assert.Equal(questions, trial.Questions.Count);
    }
}

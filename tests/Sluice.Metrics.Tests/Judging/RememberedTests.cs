using Sluice.Rollouts.Machine;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>Gates whose numbers come from a server that scrapes.</summary>
public sealed class RememberedTests
{
    [Fact]
    public async Task Look_PodsScrapedAtOtherMoments_CountsBothSidesOverTheSameTime()
    {
        await using var trial = new Trial(isRemembered: true);
        trial.Run(60);

        trial.Look(0, 10);
        for (var second = 0; second < 300; second++)
        {
            trial.Run(1);
            var sight = trial.Desk.Sight("web")!;
            Assert.Equal(sight.CandidateRequests * 90 / 20, sight.StableRequests, 6);
        }

        Assert.Equal(GateWord.Pass, trial.Answer.Word);
        Assert.InRange(trial.Desk.Sight("web")!.CandidateRequests, 20 * 240, 20 * 300);
    }

    [Fact]
    public async Task Look_WeightRises_WhatWasScrapedOnBothSidesOfItIsNotCounted()
    {
        await using var trial = new Trial(isRemembered: true);
        trial.Run(60);
        trial.Look(0, 10);
        trial.Run(60);

        trial.Pods.Serve(trial.Pods.Candidate, 5000, 5000);
        trial.Look(2, 50);
        trial.Run(300);

        Assert.InRange(trial.Desk.Sight("web")!.CandidateRequests, 20 * 250, 20 * 360);
        Assert.Equal(GateWord.Pass, trial.Answer.Word);
    }

    [Fact]
    public async Task Look_ServerScrapesNoLonger_IsNoPass()
    {
        await using var trial = new Trial(isRemembered: true);
        trial.Look(0, 10);

        for (var second = 0; second < 600; second++)
        {
            trial.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            Assert.NotEqual(GateWord.Pass, trial.Answer.Word);
        }
    }

    [Fact]
    public async Task Look_HistoryOfStable_MakesAPassComeSooner()
    {
        Assert.True(await SecondsToPassAsync(knowsThePast: true) < await SecondsToPassAsync(knowsThePast: false) - 20);
    }

    [Fact]
    public async Task Look_HistoryThatDoesNotCome_IsNotWaitedForLong()
    {
        await using var trial = new Trial(isRemembered: true);
        trial.Memory!.KnowsThePast = false;
        trial.Run(60);

        trial.Look(0, 10);
        trial.Run(4);
        Assert.Null(trial.Desk.Answer("web"));
        trial.Run(2);
        await trial.Desk.ChangedAsync(default).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.NotNull(trial.Desk.Answer("web"));
    }

    [Fact]
    public async Task Look_PodsThatAreAskedThemselves_HaveNoPast()
    {
        await using var trial = new Trial();

        trial.Look(0, 10);
        trial.Run(10);

        Assert.All(trial.Questions, question => Assert.Null(question.At));
    }

    private static async Task<int> SecondsToPassAsync(bool knowsThePast)
    {
        // Without history clusters of three bad answers are reckoned with; stable's pods show that these come one by one.
        await using var trial = new Trial(Trial.Gate with { Kappa = null }, isRemembered: true) { CandidateRate = 10 };
        trial.Memory!.KnowsThePast = knowsThePast;
        trial.Run(2400);
        trial.Look(0, 10);
        var seconds = 0;
        for (; seconds < 3600 && trial.Desk.Answer("web") is not { Word: GateWord.Pass }; seconds++)
        {
            trial.Run(1);
        }

        return seconds;
    }
}

using Sluice.Model.Gates;
using Sluice.Rollouts.Machine;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>Gates that go on elsewhere.</summary>
public sealed class LearntTests
{
    [Fact]
    public async Task Open_WhatWasLearnt_GoesOnFromThereWithoutBeingTold()
    {
        var (learnt, requests) = await LearnAsync(30);
        await using var trial = new Trial();
        trial.Learn(learnt);

        trial.Run(10);

        Assert.Equal(0, trial.Answer.Step);
        Assert.Equal(requests + 200, trial.Desk.Sight("web")!.CandidateRequests, 6);
        Assert.Empty(trial.Notices);
    }

    [Fact]
    public async Task Open_RollbackThatWasFound_StaysFound()
    {
        var (learnt, _) = await LearnAsync(120, candidateBad: 20);
        await using var trial = new Trial();
        trial.Learn(learnt);

        trial.Run(1);

        Assert.Equal((0, GateWord.Rollback), (trial.Answer.Step, trial.Answer.Word));
    }

    [Fact]
    public async Task Open_LearntTwice_IsTheSameAsOnce()
    {
        var (learnt, requests) = await LearnAsync(60);
        await using var second = new Trial();
        second.Learn(learnt);
        second.Run(5);
        await using var third = new Trial();
        third.Learn(second.Desk.Learnt("web")!);

        third.Run(5);

        Assert.Equal(requests + 200, third.Desk.Sight("web")!.CandidateRequests, 6);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"Time\":\"00:00:01\",\"Step\":0,\"Weight\":10,\"Gates\":[null]}")]
    [InlineData("{\"Time\":\"00:00:01\",\"Step\":0,\"Weight\":10,\"Gates\":[{\"Name\":\"quality\",\"State\":\"???\"}]}")]
    public async Task Open_Garbage_BeginsAnewAndSaysSo(string text)
    {
        await using var trial = new Trial();
        trial.Learn(System.Text.Encoding.UTF8.GetBytes(text));

        trial.Look(0, 10);
        trial.Run(5);

        Assert.Equal("What the gates of web had learnt cannot be read; they begin anew.", Assert.Single(trial.Notices));
        Assert.Equal(100, trial.Desk.Sight("web")!.CandidateRequests, 6);
    }

    [Fact]
    public async Task Open_GateThatIsSetOtherwiseNow_BeginsAnewAndSaysSo()
    {
        var (learnt, _) = await LearnAsync(60);
        await using var trial = new Trial(Trial.Gate with { Alpha = 0.02 });
        trial.Learn(learnt);

        trial.Run(5);

        Assert.Equal("What the gate quality of web had learnt cannot be used: it was saved by a gate with other settings. It begins anew.", Assert.Single(trial.Notices));
        Assert.Equal(100, trial.Desk.Sight("web")!.CandidateRequests, 6);
    }

    [Fact]
    public async Task Learnt_NothingSeen_IsNothing()
    {
        await using var trial = new Trial();

        Assert.Null(trial.Desk.Learnt("web"));
        Assert.Null(trial.Desk.Answer("web"));
    }

    [Fact]
    public async Task Learnt_LongRun_StaysSmall()
    {
        await using var trial = new Trial(Trial.Gate with { Latency = new LatencyMetric("http_request_duration_seconds") });
        trial.Look(0, 10);
        trial.Run(1800);

        Assert.InRange(trial.Desk.Learnt("web")!.Length, 100, 32 * 1024);
    }

    private static async Task<(byte[] Learnt, double Requests)> LearnAsync(int seconds, double candidateBad = 1)
    {
        await using var trial = new Trial { CandidateBad = candidateBad };
        trial.Look(0, 10);
        trial.Run(seconds);
        return (trial.Desk.Learnt("web")!, trial.Desk.Sight("web")!.CandidateRequests);
    }
}

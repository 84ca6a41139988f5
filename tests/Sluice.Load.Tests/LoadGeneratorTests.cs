using System.Collections.Concurrent;

namespace Sluice.Load.Tests;

public sealed class LoadGeneratorTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly LoadPlan s_hundredPerSecond = new(new Uri("http://127.0.0.1/"), 100, TimeSpan.FromMilliseconds(100));

    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Run_NoAnswerComes_SendsEveryRequestWhenItIsDue()
    {
        var answers = new TaskCompletionSource();
        var client = new FakeClient(_clock, answers.Task);
        var run = new LoadGenerator(s_hundredPerSecond, client, _clock).RunAsync(null, CancellationToken.None);
        for (var sent = 1; sent < 10; sent++)
        {
            await Until(() => client.SentAt.Count == sent && _clock.Timers > 0);
            _clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        await Until(() => client.SentAt.Count == 10);
        _clock.Advance(TimeSpan.FromMilliseconds(910));
        answers.SetResult();
        var report = await run;

        Assert.Equal(Enumerable.Range(0, 10).Select(number => number * 10.0), client.SentAt.OrderBy(sent => sent.Key).Select(sent => sent.Value));
        Assert.Equal((10, 0, true), (report.Sent, report.Failed, report.IsWhole));
        // The first waited from 0 to 1000 ms, the last from 90.
        Assert.Equal(1000, report.Uses.Max(use => use.Latency!.Max.TotalMilliseconds));
        Assert.Equal(TimeSpan.Zero, report.Latest);
        Assert.Equal(1000, report.Took.TotalMilliseconds);
    }

    [Fact]
    public async Task Run_MachineStalls_LatencyCountsFromWhenTheRequestWasDue()
    {
        var client = new FakeClient(_clock);
        var run = new LoadGenerator(s_hundredPerSecond, client, _clock).RunAsync(null, CancellationToken.None);
        await Until(() => client.SentAt.Count == 1 && _clock.Timers > 0);
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        var report = await run;

        Assert.Equal(10, report.Sent);
        Assert.Equal(490, report.Latest.TotalMilliseconds); // the one that was due at 10
        Assert.Equal(490, report[ConnectionUse.KeptAlive]!.Latency!.Max.TotalMilliseconds);
        Assert.Equal(480, report[ConnectionUse.New]!.Latency!.Max.TotalMilliseconds);
    }

    [Fact]
    public async Task Run_Stopped_SendsNoMoreAndKeepsWhatWasAnswered()
    {
        using var stop = new CancellationTokenSource();
        var client = new FakeClient(_clock);
        var run = new LoadGenerator(s_hundredPerSecond, client, _clock).RunAsync(null, stop.Token);
        await Until(() => client.SentAt.Count == 1 && _clock.Timers > 0);
        await stop.CancelAsync();

        var report = await run;

        Assert.Equal((1, false), (report.Sent, report.IsWhole));
    }

    [Fact]
    public async Task Run_FailuresOfSeveralKinds_AreCountedByKindAndRevision()
    {
        var client = new FakeClient(_clock)
        {
            Answer = arrival => arrival.Number switch
            {
                0 => new LoadAnswer(new Failure(FailureKind.Refused), ""),
                1 or 3 => new LoadAnswer(new Failure(FailureKind.Status, 503), "new"),
                5 => new LoadAnswer(null, "new"),
                _ => new LoadAnswer(null, "old"),
            },
        };
        var run = new LoadGenerator(s_hundredPerSecond, client, _clock).RunAsync(null, CancellationToken.None);
        await Until(() => client.SentAt.Count == 1 && _clock.Timers > 0);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var report = await run;

        Assert.Equal([new FailureCount("refused", 1)], report[ConnectionUse.New]!.Failures);
        Assert.Equal([new FailureCount("HTTP 503", 2)], report[ConnectionUse.KeptAlive]!.Failures);
        Assert.Equal((5, 1), (report[ConnectionUse.New]!.Sent, report[ConnectionUse.New]!.Failed));
        Assert.Equal([("new", 3L, 2L), ("old", 6L, 0L)], report.Revisions.Select(revision => (revision.Revision, revision.Answers, revision.Failed)));
    }

    [Fact]
    public async Task Run_ForSeconds_TellsHowFarItIs()
    {
        var told = new ConcurrentQueue<LoadProgress>();
        var client = new FakeClient(_clock);
        var run = new LoadGenerator(s_hundredPerSecond with { Rate = 0.5, Duration = TimeSpan.FromSeconds(6) }, client, _clock).RunAsync(new Told(told), CancellationToken.None);
        for (var second = 1; second <= 4; second++)
        {
            var due = (second + 1) / 2;
            await Until(() => client.SentAt.Count == due && _clock.Timers > 0);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await run;

        Assert.Equal([1, 2, 3, 4], told.Select(progress => progress.Elapsed.TotalSeconds));
    }

    [Fact]
    public async Task Run_ClientBreaks_TheErrorComesOut()
    {
        var client = new FakeClient(_clock) { Answer = _ => throw new InvalidOperationException("broken") };

        var run = new LoadGenerator(s_hundredPerSecond with { Duration = TimeSpan.FromMilliseconds(10) }, client, _clock).RunAsync(null, CancellationToken.None);

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => run)).Message);
    }

    private static async Task Until(Func<bool> holds)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < s_patience, "it did not come to that");
            await Task.Delay(1);
        }
    }

    private sealed class Told(ConcurrentQueue<LoadProgress> told) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => told.Enqueue(value);
    }
}

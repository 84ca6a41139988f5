using System.Text.Json.Nodes;
using Sluice.Nuke.Diagnostics;

namespace Sluice.Nuke.Tests.Diagnostics;

public sealed class ExaminationTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Run_SeveralChecks_AskedAtTheSameTimeAndToldInOrder()
    {
        var second = new TaskCompletionSource();
        var findings = await Examination.RunAsync(
            [
                // The first can only end once the second has begun.
                Asks("first", async _ => { await second.Task; return [Finding.Fine("first", "a"), Finding.Fine("first", "b")]; }),
                Asks("second", _ => { second.SetResult(); return Task.FromResult<IReadOnlyList<Finding>>([Finding.Fine("second", "c")]); }),
            ],
            s_long, TimeProvider.System, CancellationToken.None);

        Assert.Equal(["a", "b", "c"], findings.Select(finding => finding.What));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_CheckThatHangs_IsItselfAFinding(bool blocks)
    {
        var clock = new HandFiredTime();
        using var release = new ManualResetEventSlim();
        var token = CancellationToken.None;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Examination.RunAsync(
            [
                Asks("cluster", async given =>
                {
                    token = given;
                    begun.SetResult();
                    if (blocks)
                    {
                        release.Wait(CancellationToken.None);
                    }

                    await Task.Delay(Timeout.InfiniteTimeSpan, given);
                    return [];
                }),
            ],
            TimeSpan.FromSeconds(7), clock, CancellationToken.None);

        await begun.Task;
        await clock.FireAsync();
        var finding = Assert.Single(await running);
        release.Set();

        Assert.Equal((FindingLevel.Problem, "cluster", "no answer within 7 s", "Look there."), (finding.Level, finding.Subject, finding.What, finding.Advice));
        Assert.True(blocks || token.IsCancellationRequested);
    }

    [Fact]
    public async Task Run_CheckThatBreaks_LeavesTheOthers()
    {
        var findings = await Examination.RunAsync(
            [Asks("broken", _ => throw new InvalidOperationException("no idea")), Check.Local("well", () => Finding.Fine("well", "is"))],
            s_long, TimeProvider.System, CancellationToken.None);

        Assert.Equal(["could not be looked at: no idea", "is"], findings.Select(finding => finding.What));
    }

    [Fact]
    public async Task Run_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var running = Examination.RunAsync([Asks("slow", async token => { await stop.CancelAsync(); await Task.Delay(Timeout.InfiniteTimeSpan, token); return []; })], s_long, TimeProvider.System, stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public void ToJson_Findings_AreWhatScriptsRead()
    {
        var json = JsonNode.Parse(new DoctorDocument([Finding.Fine("SDK", ".NET 10"), Finding.Problem("Disk", "full", "Free it.", 5)]).ToJson())!["findings"]!.AsArray();

        Assert.Equal(("Fine", "SDK", null, 0), (json[0]!["level"]!.ToString(), json[0]!["subject"]!.ToString(), json[0]!["advice"], (int)json[0]!["exitCode"]!));
        Assert.Equal(("Problem", "full", "Free it.", 5), (json[1]!["level"]!.ToString(), json[1]!["what"]!.ToString(), json[1]!["advice"]!.ToString(), (int)json[1]!["exitCode"]!));
    }

    [Theory]
    [InlineData("full", "Disk: full. Free it.")]
    [InlineData("Really full.", "Disk: Really full. Free it.")]
    public void ToString_Finding_IsSentences(string what, string line) => Assert.Equal(line, Finding.Problem("Disk", what, "Free it.").ToString());

    private static Check Asks(string subject, Func<CancellationToken, Task<IReadOnlyList<Finding>>> look) => new(subject, look, "Look there.");

    /// <summary>Time that passes when the test says so.</summary>
    private sealed class HandFiredTime : TimeProvider
    {
        private readonly TaskCompletionSource<Action> _timer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task FireAsync() => (await _timer.Task)();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _timer.TrySetResult(() => callback(state));
            return new Unmoved();
        }

        private sealed class Unmoved : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // Nothing runs.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

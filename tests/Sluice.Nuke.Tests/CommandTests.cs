using System.Diagnostics;
using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests;

public sealed class CommandTests
{
    private static readonly CancellationToken s_none = CancellationToken.None;

    [Fact]
    public async Task CaptureAsync_ProgramThatPrints_GivesLinesAndExitCode()
    {
        var (exitCode, lines) = await new Command("/bin/sh", ["-c", "echo one; echo two >&2; exit 3"], "/").CaptureAsync(s_none);

        Assert.Equal(3, exitCode);
        Assert.Equal(["one", "two"], lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RunAsync_MissingProgram_GivesTheShellsCode()
    {
        Assert.Equal(Command.NotFound, await new Command("no-such-program-at-all", [], "/").RunAsync(_ => { }, s_none));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KillsEverythingItStarted()
    {
        using var stop = new CancellationTokenSource();
        var child = 0;
        var run = new Command("/bin/sh", ["-c", "sleep 300 & echo $!; wait"], "/").RunAsync(
            line =>
            {
                child = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
                stop.Cancel();
            },
            stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Assert.True(await IsGoneAsync(child));
    }

    /// <summary>A killed process is reaped a moment later.</summary>
    private static async Task<bool> IsGoneAsync(int pid)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(5); await Task.Yield())
        {
            if (!File.Exists($"/proc/{pid}/stat") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}

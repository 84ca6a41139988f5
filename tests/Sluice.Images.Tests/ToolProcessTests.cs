using System.Diagnostics;
using Sluice.Images.Publishing;

namespace Sluice.Images.Tests;

public sealed class ToolProcessTests
{
    [Fact]
    public async Task RunAsync_Cancelled_EndsTheToolAndDoesNotWait()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var cancel = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        var run = ToolProcess.RunAsync("sh", ["-c", "echo started; sleep 60"], "/", _ => cancel.Cancel(), cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    [Fact]
    public async Task RunAsync_ServerKeepsThePipesOpen_AnswersWhenTheToolEnds()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var watch = Stopwatch.StartNew();
        var result = await ToolProcess.RunAsync("sh", ["-c", "sleep 20 & echo done; exit 3"], "/", null, default);

        Assert.Equal(3, result.ExitCode);
        Assert.Equal(["done"], result.Lines);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 15);
    }

    [Theory]
    [InlineData("kill -INT $$")]
    [InlineData("kill -TERM $$")]
    [InlineData("exit 130")]
    public async Task RunAsync_SignalReachesTheToolBeforeUs_IsCancelledAndNotFailed(string tool)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var cancel = new CancellationTokenSource();
        var run = ToolProcess.RunAsync("sh", ["-c", $"echo started; {tool}"], "/", _ => cancel.CancelAfter(TimeSpan.FromMilliseconds(100)), cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void Clean_VariablesThatMSBuildTakesForProperties_AreLeftOut()
    {
        var environment = new Dictionary<string, string?> { ["Version"] = "9", ["configuration"] = "Debug", ["MSBuildSDKsPath"] = "x", ["MSBUILDDISABLENODEREUSE"] = "1", ["HTTPS_PROXY"] = "p" };

        ToolEnvironment.Clean(environment);

        Assert.Equal(["DOTNET_CLI_UI_LANGUAGE", "DOTNET_NOLOGO", "DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "HTTPS_PROXY", "MSBUILDDISABLENODEREUSE"], environment.Keys.Order(StringComparer.Ordinal));
    }
}

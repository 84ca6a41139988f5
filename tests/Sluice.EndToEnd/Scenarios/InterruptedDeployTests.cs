using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A deploy may be ended at any moment, politely or not; the next one goes on.</summary>
[Collection(StageScenarios.Name)]
public sealed class InterruptedDeployTests(DeployedStage stage)
{
    private static readonly TimeSpan s_goodOrder = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("INT", true)]
    [InlineData("TERM", false)]
    public async Task Signal_WhileImagesAreBuilt_EndsTheCompilerToo(string signal, bool fromTerminal)
    {
        var workspace = await stage.ReadyForChangeAsync();
        workspace.Edit("samples/pcbench/frontend/FrontendApp.cs", "\"frontend\",", $"\"frontend\", // {signal}");
        workspace.Edit("samples/pcbench/frontend/wwwroot/index.html", "<h1>PcBench</h1>", $"<h1>PcBench {signal}</h1>");
        using var build = workspace.Start("DeployStage");
        await build.SaysAsync("frontend: compiling");

        var ended = await InterruptAsync(build, signal, fromTerminal);

        ended.Says("Interrupted");
        Assert.Empty(await ProcessTable.LeftAfterAsync(TimeSpan.FromSeconds(1), () => BuildProcesses(workspace)));
        var next = (await workspace.RunAsync("DeployStage")).Expect(0).Says("frontend: built image");
        Assert.Contains($"PcBench {signal}", (await Web.GetAsync(next.UrlOf("frontend"), "/")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", true)]
    [InlineData("TERM", false)]
    public async Task Signal_WhileWaitingForReadiness_EndsInGoodOrder_AndTheNextRunGoesOn(string signal, bool fromTerminal)
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var build = await StartWaitingAsync(workspace, signal);

        var ended = await InterruptAsync(build, signal, fromTerminal);

        ended.Says("Interrupted").Says("Next: ./build.sh DeployStage goes on from here");
        var status = await workspace.StatusAsync();
        Assert.Equal("Interrupted", status.LastRelease!.Outcome);
        Assert.Null(status.Lock);
        await CompletesAsync(workspace);
    }

    [Fact]
    public async Task Kill_BetweenApplyAndReady_TheLockRunsOutAndTheNextRunGoesOn()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var build = await StartWaitingAsync(workspace, "KILL");

        await build.SignalAsync("KILL");
        await build.EndAsync();

        Assert.Contains($", process {build.Pid}, ", (await workspace.StatusAsync()).Lock!.Holder, StringComparison.Ordinal);
        await CompletesAsync(workspace);
        Assert.Null((await workspace.StatusAsync()).Lock);
    }

    /// <summary>A deploy whose new frontend needs five seconds to become ready.</summary>
    private static async Task<RunningBuild> StartWaitingAsync(Workspace workspace, string variant)
    {
        workspace.Configure("frontend", "FAULT_SLOW_START_SECONDS", "5");
        workspace.Configure("frontend", "VARIANT", variant);
        var build = workspace.Start("DeployStage");
        await build.SaysAsync("Waiting for frontend");
        await Task.Delay(TimeSpan.FromSeconds(1));
        return build;
    }

    private static async Task<BuildResult> InterruptAsync(RunningBuild build, string signal, bool fromTerminal)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await (fromTerminal ? build.SignalGroupAsync(signal) : build.SignalAsync(signal));
        var ended = await build.EndAsync();
        var took = TimeProvider.System.GetElapsedTime(begun);
        ended.Expect(130);
        Assert.True(took < s_goodOrder, $"{took.TotalSeconds:0.0} s from signal to end");
        return ended;
    }

    private static async Task CompletesAsync(Workspace workspace)
    {
        (await workspace.RunAsync("DeployStage")).Expect(0);
        var status = await workspace.StatusAsync();
        Assert.Equal("Succeeded", status.LastRelease!.Outcome);
        Assert.Equal(status["frontend"].Revision, (await Web.GetAsync(status["frontend"].Url, "/healthz")).Revision);
    }

    private static List<ProcessEntry> BuildProcesses(Workspace workspace) =>
        [.. workspace.Processes().ExceptBy(workspace.SandboxProcesses().Select(process => process.Pid), process => process.Pid)];
}

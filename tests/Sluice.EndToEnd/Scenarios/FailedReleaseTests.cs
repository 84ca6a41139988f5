using System.Net;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A release that does not become ready: its author learns why within seconds, its users nothing.</summary>
[Collection(StageScenarios.Name)]
public sealed class FailedReleaseTests(DeployedStage stage)
{
    [Fact]
    public async Task BackendCrashesAtStart_FailsFastWithTheReason_AndTheOldPodsGoOnServing()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await workspace.StatusAsync();
        var pods = await cluster.PodsAsync("backend");
        workspace.Configure("backend", "FAULT_CRASH_AFTER_SECONDS", "0");

        (await workspace.RunAsync("DeployStage")).Expect(3)
            .Within(TimeSpan.FromSeconds(20))
            .SaysLike("backend-[a-z0-9]+-[a-z0-9]+, container backend: (CrashLoopBackOff|Error)")
            .SaysLike(@"\| .*Crashing with exit code 1, as FAULT_CRASH_AFTER_SECONDS=0 asks")
            .Says("The previous pods of backend go on serving in stage")
            .Says("./build.sh DeployStage");

        var answer = await Web.GetAsync(before["backend"].Url, "/api/benchmarks");
        Assert.Equal(HttpStatusCode.OK, answer.Code);
        Assert.Equal(before["backend"].Revision, answer.Revision);
        (await workspace.RunAsync("Status")).Expect(0).SaysLike("Release [0-9]+ .*failed.*backend: (CrashLoopBackOff|Error)");

        await workspace.RestoreAsync();
        (await workspace.RunAsync("DeployStage")).Expect(0);
        var after = await workspace.StatusAsync();
        Assert.Equal(before["backend"].Revision, after["backend"].Revision);
        Assert.Equal("Succeeded", after.LastRelease!.Outcome);
        Assert.Equal(pods, await cluster.PodsAsync("backend"));
    }
}

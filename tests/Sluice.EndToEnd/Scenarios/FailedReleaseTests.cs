using System.Net;
using System.Text.RegularExpressions;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A release that does not become ready: its author learns why within seconds, its users nothing.</summary>
[Collection(StageScenarios.Name)]
public sealed class FailedReleaseTests(DeployedStage stage)
{
    private const int LastLines = 10;

    [Fact]
    public async Task BackendCrashesAtStart_FailsFastWithTheReason_AndTheEarlierReleaseIsBackWithoutALostRequest()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await workspace.StatusAsync();
        var objects = await cluster.NamesAsync();
        var pods = await cluster.PodsAsync("backend");
        workspace.Configure("backend", "FAULT_CRASH_AFTER_SECONDS", "0");

        await using var load = Traffic.Start(before["backend"].Url, "/api/benchmarks");
        var failed = (await workspace.RunAsync("DeployStage")).Expect(3)
            .Within(TimeSpan.FromSeconds(30))
            .SaysLike("backend-[a-z0-9]+-[a-z0-9]+, container backend: (CrashLoopBackOff|Error)")
            .SaysLike(@"\| .*Crashing with exit code 1, as FAULT_CRASH_AFTER_SECONDS=0 asks")
            .SaysLike(@"Release [0-9]+ \(.*\) is back after .* and serves: ml-service, backend and frontend")
            .Says("Next: correct the cause, then ./build.sh DeployStage");
        await load.UntilAsync(120);
        var report = await load.EndAsync();

        Traffic.LostNothing(report, atLeast: 50);
        Assert.Equal([before["backend"].Revision], report.Revisions.Select(answers => answers.Revision));
        Assert.Equal(pods, await cluster.PodsAsync("backend"));
        Assert.Equal(objects, await cluster.NamesAsync());
        var after = await workspace.StatusAsync();
        Assert.Equal(before.Services.Select(service => service.Revision), after.Services.Select(service => service.Revision));
        var said = failed.Lines.SkipWhile(line => !line.Contains("stage does not serve release", StringComparison.Ordinal)).TakeWhile(line => !line.Contains("═══", StringComparison.Ordinal)).ToList();
        Assert.InRange(said.FindIndex(line => line.Contains("Next: ", StringComparison.Ordinal)) + 1, 3, LastLines);
        (await workspace.RunAsync("Status")).Expect(0).SaysLike(@"Release [0-9]+ .* brought release [0-9]+ back .*release [0-9]+ .*failed");

        var evidence = Regex.Match(failed.Text, @"Evidence: (\S+/evidence/stage-([0-9]+)) and Secret/sluice-evidence-\2 in p25-stage");
        Assert.True(evidence.Success, failed.Text);
        var logs = Directory.GetFiles(Path.Combine(workspace.Root, evidence.Groups[1].Value), "*.log", SearchOption.AllDirectories);
        Assert.Contains(logs, file => File.ReadAllText(file).Contains("Crashing with exit code 1", StringComparison.Ordinal));

        await workspace.RestoreAsync();
        (await workspace.RunAsync("DeployStage")).Expect(0).Says("Nothing changed");
    }

    [Fact]
    public async Task SidecarWithAnImageThatIsNotThere_FailsFastAndTheEarlierReleaseIsBack()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await cluster.NamesAsync();
        workspace.Edit("k8s/base/frontend/deployment.yaml", "      containers:\n", "      containers:\n        - name: sidecar\n          image: 127.0.0.1:1/nobody/nothing:1\n");

        (await workspace.RunAsync("DeployStage")).Expect(3)
            .SaysLike("frontend-[a-z0-9]+-[a-z0-9]+, container sidecar: (ErrImagePull|ImagePullBackOff)")
            .Says("is back after");

        Assert.Equal(before, await cluster.NamesAsync());
    }

    [Fact]
    public async Task FirstReleaseFails_ThereIsNothingToGoBackTo_AndItsObjectsStayForALook()
    {
        await using var workspace = await Workspace.CreateAsync();
        workspace.Configure("ml-service", "FAULT_CRASH_AFTER_SECONDS", "0");

        (await workspace.RunAsync("DeployStage")).Expect(3).Says("There is no earlier release to go back to");

        using var cluster = await StageCluster.OpenAsync(workspace);
        Assert.NotEmpty(await cluster.PodsAsync("ml-service"));
        (await workspace.RunAsync("RollbackStage")).Expect(2).Says("No release served before").Says("Nothing was changed");
        (await workspace.RunAsync("History")).Expect(0).SaysLike("1 .* failed .*by Robin");
    }

    [Fact]
    public async Task ReleaseFailed_TheFixGoesOut()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var before = await workspace.StatusAsync();
        workspace.Configure("frontend", "FAULT_CRASH_AFTER_SECONDS", "0");
        (await workspace.RunAsync("DeployStage")).Expect(3);
        await workspace.RestoreAsync();
        workspace.Configure("frontend", "VARIANT", "fixed");

        (await workspace.RunAsync("DeployStage")).Expect(0);

        var after = await workspace.StatusAsync();
        Assert.NotEqual(before["frontend"].Revision, after["frontend"].Revision);
        Assert.Equal("Succeeded", after.LastRelease!.Outcome);
        var answer = await Web.GetAsync(after["frontend"].Url, "/healthz");
        Assert.Equal((HttpStatusCode.OK, after["frontend"].Revision), (answer.Code, answer.Revision));
    }
}

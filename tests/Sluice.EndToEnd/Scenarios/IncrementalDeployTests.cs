using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A deploy touches what changed, and users do not notice.</summary>
[Collection(StageScenarios.Name)]
public sealed class IncrementalDeployTests(DeployedStage stage)
{
    [Fact]
    public async Task SecondDeploy_NothingChanged_ChangesNoObject()
    {
        var workspace = await stage.ReadyAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await cluster.VersionsAsync();

        var again = (await workspace.RunAsync("DeployStage")).Expect(0);

        again.Says("Nothing changed").DoesNotSay("compiling").DoesNotSay("pushed");
        Assert.Equal(before, await cluster.VersionsAsync());
        Assert.True(before.Count > 15, $"only {before.Count} objects were compared");
    }

    [Fact]
    public async Task SecondDeploy_AllEarlierTargetsSkipped_ReliesOnTheRecordedEvidence()
    {
        var workspace = await stage.ReadyAsync();

        (await workspace.RunAsync("DeployStage", "--skip")).Expect(0).Says("Nothing changed");
    }

    [Fact]
    public async Task OneLineEdit_OfBackend_ReplacesBackendAloneAndFailsNoRequest()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await workspace.StatusAsync();
        var backend = before["backend"].Url;
        workspace.Edit("samples/pcbench/backend/BenchmarkCatalogue.cs", "\"Aster 4\"", "\"Aster 4S\"");

        await using var load = Traffic.Start(backend, "/api/benchmarks");
        (await workspace.RunAsync("DeployStage")).Expect(0).SaysLike("backend: built image").SaysLike("ml-service: unchanged").SaysLike("frontend: unchanged");
        await Task.Delay(TimeSpan.FromSeconds(1));
        var report = await load.EndAsync();

        var after = await workspace.StatusAsync();
        Traffic.LostNothing(report, atLeast: 50);
        Assert.Equal(new[] { before["backend"].Revision, after["backend"].Revision }.Order(), report.Revisions.Select(answers => answers.Revision));
        Assert.NotEqual(before["backend"].Image, after["backend"].Image);
        Assert.Empty(before["backend"].Pods.Intersect(after["backend"].Pods));
        foreach (var service in new[] { "ml-service", "frontend" })
        {
            Assert.Equal(before[service].Image, after[service].Image);
            Assert.Equal(before[service].Pods, after[service].Pods);
        }

        var answer = await Web.GetAsync(backend, "/api/benchmarks");
        Assert.Contains("Aster 4S", answer.Body, StringComparison.Ordinal);
    }
}

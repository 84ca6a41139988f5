using System.Text.Json;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>The way back by hand: one command, the cluster alone, config included.</summary>
[Collection(StageScenarios.Name)]
public sealed class RollbackTests(DeployedStage stage)
{
    [Fact]
    public async Task RollbackStage_Repeated_GoesOneFurtherBackEachTime_ConfigIncluded()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var first = (await workspace.StatusAsync())["frontend"].Revision;
        var second = await DeployVariantAsync(workspace, cluster, "second");
        await DeployVariantAsync(workspace, cluster, "third");

        (await workspace.RunAsync("RollbackStage")).Expect(0).SaysLike(@"stage serves release [0-9]+ \(.*\) again after");
        Assert.Equal("second", await VariantAsync(cluster));
        Assert.Equal(second, (await workspace.StatusAsync())["frontend"].Revision);

        (await workspace.RunAsync("RollbackStage")).Expect(0);
        Assert.Equal("", await VariantAsync(cluster));
        var status = await workspace.StatusAsync();
        Assert.Equal(first, status["frontend"].Revision);
        Assert.Equal(first, (await Web.GetAsync(status["frontend"].Url, "/healthz")).Revision);
    }

    [Fact]
    public async Task RollbackStage_UnderLoad_LosesNoRequest()
    {
        var workspace = await stage.ReadyForChangeAsync();
        var before = (await workspace.StatusAsync())["backend"];
        workspace.Configure("backend", "VARIANT", "other");
        (await workspace.RunAsync("DeployStage")).Expect(0);
        var between = (await workspace.StatusAsync())["backend"];

        await using var load = Traffic.Start(before.Url, "/api/benchmarks");
        (await workspace.RunAsync("RollbackStage")).Expect(0);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var report = await load.EndAsync();

        Traffic.LostNothing(report, atLeast: 20);
        Assert.NotEqual(before.Revision, between.Revision);
        Assert.Equal(new[] { between.Revision, before.Revision }.Order(), report.Revisions.Select(answers => answers.Revision));
        Assert.Equal(before.Revision, (await Web.GetAsync(before.Url, "/api/benchmarks")).Revision);
    }

    [Fact]
    public async Task RollbackStage_ToANumber_GoesThereAndForwardAgain_AndAnUnknownOneIsRefused()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        await DeployVariantAsync(workspace, cluster, "early");
        var number = (await workspace.StatusAsync()).LastRelease!.Number;
        await DeployVariantAsync(workspace, cluster, "late");
        var late = (await workspace.StatusAsync()).LastRelease!.Number;

        (await workspace.RunAsync("RollbackStage", "--to", $"{number}")).Expect(0);
        Assert.Equal("early", await VariantAsync(cluster));
        (await workspace.RunAsync("RollbackStage", "--to", $"{late}")).Expect(0);
        Assert.Equal("late", await VariantAsync(cluster));

        var versions = await cluster.VersionsAsync();
        (await workspace.RunAsync("RollbackStage", "--to", "v9.9.9")).Expect(2).Says("knows no release 'v9.9.9'").SaysLike($@"stage can go to: .*{number} \(");
        Assert.Equal(versions, await cluster.VersionsAsync());
    }

    [Fact]
    public async Task RollbackStage_WithoutGitRegistryAndImages_NeedsTheClusterAlone()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        await DeployVariantAsync(workspace, cluster, "bad");
        var git = Path.Combine(workspace.Root, ".git");
        Directory.Move(git, git + "-away");
        try
        {
            Directory.Delete(Path.Combine(workspace.Temporary, "images"), recursive: true);
            workspace.Edit("sluice.yaml", "registry: sandbox", "registry: registry.invalid/team");

            (await workspace.RunAsync("RollbackStage")).Expect(0);

            Assert.Equal("", await VariantAsync(cluster));
        }
        finally
        {
            Directory.Move(git + "-away", git);
        }
    }

    [Fact]
    public async Task Kill_InTheMiddleOfADeploy_ThenRollbackStage_BringsTheEarlierReleaseBack()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await workspace.StatusAsync();
        var objects = await cluster.NamesAsync();
        workspace.Configure("frontend", "FAULT_SLOW_START_SECONDS", "60");
        using var build = workspace.Start("DeployStage");
        await build.SaysAsync("Waiting for frontend");
        await build.SignalAsync("KILL");
        await build.EndAsync();
        (await workspace.RunAsync("History")).Expect(0).Says("has not ended");

        (await workspace.RunAsync("RollbackStage")).Expect(0).SaysLike("stage serves release [0-9]+ .* again");

        var after = await workspace.StatusAsync();
        Assert.Equal(before["frontend"].Revision, after["frontend"].Revision);
        Assert.Equal(before["frontend"].Pods.Select(pod => pod.Name), after["frontend"].Pods.Select(pod => pod.Name));
        Assert.Equal(objects, await cluster.NamesAsync());
    }

    [Fact]
    public async Task RollbackStage_WhileADeployRuns_TakesOverAndTheDeployStops()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await workspace.StatusAsync();
        workspace.Configure("frontend", "FAULT_SLOW_START_SECONDS", "60");
        using var deploy = workspace.Start("DeployStage");
        await deploy.SaysAsync("Waiting for frontend");

        (await workspace.RunAsync("RollbackStage")).Expect(0).Says("Took the lock of stage over from").SaysLike("stage serves release [0-9]+ .* again");

        // A rollback that was quicker than the look of the deploy at its lock has given the lock back by then.
        (await deploy.EndAsync()).Expect(6).SaysLike("taken over by|another run took it over and has given it back").DoesNotSay("is back after");
        var after = await workspace.StatusAsync();
        Assert.Equal(before["frontend"].Revision, after["frontend"].Revision);
        Assert.Equal("Succeeded", after.LastRelease!.Outcome);
    }

    [Fact]
    public async Task DeployStage_ObjectTakenOut_IsPrunedAfterwards_AndRollbackBringsItBack()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        File.WriteAllText(Path.Combine(workspace.Root, "k8s/base/frontend/extra.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra\ndata:\n  a: b\n");
        workspace.Edit("k8s/base/frontend/kustomization.yaml", "  - service.yaml\n", "  - service.yaml\n  - extra.yaml\n");
        (await workspace.RunAsync("DeployStage")).Expect(0);
        Assert.Contains("configmaps/extra", await cluster.NamesAsync());
        await workspace.RestoreAsync();

        (await workspace.RunAsync("DeployStage")).Expect(0).Says("removed ConfigMap/extra");
        Assert.DoesNotContain("configmaps/extra", await cluster.NamesAsync());

        (await workspace.RunAsync("RollbackStage")).Expect(0);
        Assert.Contains("configmaps/extra", await cluster.NamesAsync());
    }

    [Fact]
    public async Task History_OfSeveralReleases_TellsPeopleAndScriptsTheSame()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        await DeployVariantAsync(workspace, cluster, "for-history");
        (await workspace.RunAsync("RollbackStage")).Expect(0);

        var shown = (await workspace.RunAsync("History", "--json", ".nuke/temp/history.json")).Expect(0);

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(workspace.Temporary, "history.json")));
        var releases = json.RootElement.GetProperty("environments")[0].GetProperty("releases").EnumerateArray().ToList();
        var (back, bad) = (releases[^1], releases[^2]);
        var returnedTo = back.GetProperty("returnedTo").GetInt32();
        Assert.Equal(("Succeeded", "RollbackStage", "Robin"), (back.GetProperty("outcome").GetString(), back.GetProperty("reason").GetString(), back.GetProperty("author").GetString()));
        Assert.True(bad.GetProperty("stored").GetBoolean());
        Assert.All(bad.GetProperty("services").EnumerateArray(), service => Assert.Matches("@sha256:[0-9a-f]{64}$", service.GetProperty("image").GetString()!));
        shown.SaysLike($"{back.GetProperty("number").GetInt32()} .* brought release {returnedTo} back  by Robin").SaysLike($"{bad.GetProperty("number").GetInt32()} .* succeeded  by Robin .*stored");
    }

    /// <summary>Deploys a frontend whose config says so; gives its revision.</summary>
    private static async Task<string> DeployVariantAsync(Workspace workspace, StageCluster cluster, string variant)
    {
        await workspace.RestoreAsync();
        workspace.Configure("frontend", "VARIANT", variant);
        (await workspace.RunAsync("DeployStage")).Expect(0);
        Assert.Equal(variant, await VariantAsync(cluster));
        return (await workspace.StatusAsync())["frontend"].Revision;
    }

    /// <summary>What the config that the frontend reads says; empty when it says nothing.</summary>
    private static async Task<string> VariantAsync(StageCluster cluster)
    {
        var container = (await cluster.DeploymentAsync("frontend"))["spec"]!["template"]!["spec"]!["containers"]![0]!;
        var config = container["envFrom"]![0]!["configMapRef"]!["name"]!.ToString();
        return (await cluster.GetAsync($"/api/v1/namespaces/{StageCluster.Namespace}/configmaps/{config}"))["data"]!["VARIANT"]?.ToString() ?? "";
    }
}

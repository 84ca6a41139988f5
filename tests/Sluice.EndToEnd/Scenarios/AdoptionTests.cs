using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A Deployment that serves already becomes the stable stack of a first canary.</summary>
[Collection(BetaScenarios.Name)]
public sealed class AdoptionTests(DeployedBeta beta)
{
    private const double PerSecond = 200;
    private const int Enough = 1_000;

    [Fact]
    public async Task PlainDeployment_BecomesACanary_RestartsNoPodAndLosesNoRequest()
    {
        var workspace = await beta.ReadyAsync();
        (await workspace.RunAsync("DeployStage")).Expect(0);
        using var cluster = await StageCluster.OpenAsync(workspace);
        var plain = (await workspace.StatusAsync())["backend"];
        var pods = await cluster.PodsAsync("backend");

        workspace.Edit("sluice.yaml", "    strategy: rolling\n", "    strategy: asked\n    gate: none\n");
        workspace.Edit("sluice.yaml", "strategies:\n", "strategies:\n  asked: {canary: {steps: [{weight: 50}, {pause: forever}]}}\n");
        workspace.Configure("backend", "VARIANT", "adopted");
        await using var load = Traffic.Start(plain.Url, "/api/benchmarks", PerSecond);
        using var build = workspace.Start("DeployStage");
        await build.SaysAsync("backend 2/3: waits for a person");

        Assert.Subset((await cluster.PodsAsync("backend")).ToHashSet(), pods.ToHashSet());
        (await workspace.RunAsync("Promote", "--environment", "stage")).Expect(0);
        (await build.EndAsync()).Expect(0).Says("backend promoted");
        await load.UntilAsync(Enough);
        var report = await load.EndAsync();
        Traffic.LostNothing(report, Enough / 2 - 1);
        Assert.Equal(new[] { plain.Revision, (await workspace.StatusAsync())["backend"].Revision }.Order(), report.Revisions.Select(answers => answers.Revision));
    }
}

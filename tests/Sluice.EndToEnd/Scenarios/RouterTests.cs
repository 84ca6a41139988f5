using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Traffic from outside, shared by weights through the sandbox's proxy.</summary>
[Collection(BetaScenarios.Name)]
public sealed class RouterTests(DeployedBeta beta)
{
    private const string Path = "/api/benchmarks";
    private const double PerSecond = 200;
    private const int Counted = 1_000;

    [Fact]
    public async Task Weights_OfRoutesAndOfCanaryIngresses_AreServedExactly_AndLoseNoRequest()
    {
        var workspace = await beta.ReadyAsync();
        DeployedBeta.Place(
            workspace,
            "backend",
            "{strategy: listed, router: gateway-api}",
            ("listed", "{canary: {steps: [{weight: 1, dwell: 1s}, {weight: 2}, {weight: 10}, {pause: forever}, {weight: 80, dwell: 1s}]}}"));

        await ShiftedAsync(workspace, "gateway-api");
        workspace.Edit("sluice.yaml", "router: gateway-api", "router: ingress-nginx");
        await ShiftedAsync(workspace, "ingress-nginx");
    }

    /// <summary>Deploys a backend by a list of weights with a pause at 10 percent, and looks who answers.</summary>
    private async Task ShiftedAsync(Workspace workspace, string router)
    {
        var stable = (await workspace.StatusAsync("beta"))["backend"].Revision;
        workspace.Configure("backend", router == "gateway-api" ? "BY_ROUTE" : "BY_INGRESS", "yes");
        await using var load = Traffic.Start(workspace.WayIn, Path, PerSecond);
        using var build = await beta.StartAsync();
        await build.SaysAsync("waits for a person");
        Traffic.LostNothing(await load.EndAsync(), atLeast: 100);

        var shares = await Traffic.SharesAsync(workspace.WayIn, Path, Counted);
        Assert.InRange(shares[stable], Counted * 9 / 10 - 1, Counted * 9 / 10 + 1);
        Assert.Equal(2, shares.Count);

        await using var later = Traffic.Start(workspace.WayIn, Path, PerSecond);
        (await workspace.RunAsync("Promote", "--environment", "beta")).Expect(0);
        (await build.EndAsync()).Expect(0).Says("backend 1/6: 1 %").Says("backend 3/6: 10 %").Says("backend 5/6: 80 %").Says("backend promoted");
        await later.UntilAsync(Counted);
        Traffic.LostNothing(await later.EndAsync(), atLeast: Counted / 2 - 1);
        Assert.Equal((await workspace.StatusAsync("beta"))["backend"].Revision, Assert.Single(await Traffic.SharesAsync(workspace.WayIn, Path, 100)).Key);
    }
}

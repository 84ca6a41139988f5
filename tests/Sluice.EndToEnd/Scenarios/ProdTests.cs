using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>From a beta that succeeded to prod, behind an approval, and back at night.</summary>
[Collection(BetaScenarios.Name)]
public sealed class ProdTests(DeployedBeta beta)
{
    private const int Enough = 1_000;

    [Fact]
    public async Task Prod_TakesTheBytesThatBetaRan_AfterAnApproval_AndGoesBackInOneSwitch()
    {
        var workspace = await beta.ReadyAsync(forProd: true);
        (await workspace.RunAsync("DeployProd", "--release-version", "9.9.9")).Expect(2).Says("Nothing was changed");
        await ApprovedAsync(workspace);
        var first = await workspace.StatusAsync("prod");
        Assert.Equal((await workspace.StatusAsync("beta"))["backend"].Image, first["backend"].Image);

        (await workspace.RunAsync("Plan", "--environment", "prod", "--release-version", $"v{beta.Final}")).Expect(0)
            .Says("which succeeded in beta")
            .Says($"Plan for prod: release {beta.Final} in place of");

        workspace.Configure("backend", "VARIANT", "second");
        (await beta.DeployAsync()).Expect(0);
        await ApprovedAsync(workspace);
        var second = await workspace.StatusAsync("prod");
        Assert.NotEqual(first["backend"].Revision, second["backend"].Revision);

        await using var load = Traffic.Start(second["backend"].Url, "/api/benchmarks", 200);
        (await workspace.RunAsync("RollbackProd")).Expect(0).Says("All new requests go to");
        await load.UntilAsync(Enough);
        Traffic.LostNothing(await load.EndAsync(), Enough / 2 - 1);
        Assert.Equal(first["backend"].Revision, (await workspace.StatusAsync("prod"))["backend"].Revision);
    }

    private async Task ApprovedAsync(Workspace workspace)
    {
        (await workspace.RunAsync("DeployProd", "--release-version", beta.Final)).Expect(7).Says("0 of 1 approvals for prod").Says("Approve --environment prod");
        (await workspace.RunAsync("Approve", "--environment", "prod", "--reason", "seen in beta")).Expect(0);
        (await workspace.RunAsync("DeployProd", "--release-version", beta.Final)).Expect(0).Says("prod serves release");
    }
}

using System.Net;
using System.Text.Json.Nodes;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>What served does not serve any more: nobody is sent back to it, and nobody waits for it.</summary>
[Collection(BetaScenarios.Name)]
public sealed class BrokenStableTests(DeployedBeta beta)
{
    [Fact]
    public async Task Stable_IsBroken_TheFixGoesOut_AndTrafficStaysWithACandidateThatAloneServes()
    {
        var workspace = await beta.ReadyAsync();
        using var cluster = await StageCluster.OpenAsync(workspace, "p25-beta");
        workspace.Configure("frontend", "VARIANT", "to be broken");
        (await beta.DeployAsync()).Expect(0);
        var broken = (await workspace.StatusAsync("beta"))["frontend"];

        DeployedBeta.Place(
            workspace,
            "frontend",
            "{strategy: judged}",
            ("judged", "{canary: {steps: [{weight: 50, gate: patient}]}}"),
            ("asked", "{canary: {steps: [{weight: 50}, {pause: forever}]}}"));
        workspace.Edit("sluice.yaml", "gates:\n", "gates:\n  patient: {errors: http_requests_total, evidence: {dwell: 5m, deadline: 10m}}\n");
        workspace.Configure("frontend", "FIXED", "yes");
        await BreakAsync(cluster, $"deployments/frontend-{broken.Revision}");
        (await beta.DeployAsync()).Expect(0).Says("no gate is asked, as nothing serves beside it").Says("frontend promoted");
        var mended = await AnsweredAsync(broken.Url);
        Assert.NotEqual(broken.Revision, mended);

        workspace.Edit("sluice.yaml", "{strategy: judged}", "{strategy: asked}");
        workspace.Configure("frontend", "NEXT", "the only one that serves");
        using var build = await beta.StartAsync();
        await build.SaysAsync("frontend 2/3: waits for a person");
        await BreakAsync(cluster, $"deployments/frontend-{mended}");
        (await workspace.RunAsync("Abort", "--environment", "beta")).Expect(0);
        (await build.EndAsync()).Expect(4).Says("only the candidate serves, so its traffic stays there");
        Assert.NotEqual(mended, await AnsweredAsync(broken.Url));
    }

    /// <summary>Ends the pods of a Deployment and lets it have none that start.</summary>
    private static async Task BreakAsync(StageCluster cluster, string name)
    {
        var container = new JsonObject { ["name"] = "frontend", ["image"] = "127.0.0.1:1/nobody/nothing:1" };
        var template = new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) } };
        await cluster.PatchAsync(name, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 0, ["template"] = template } });
        await cluster.PatchAsync(name, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 2 } });
    }

    private static async Task<string> AnsweredAsync(Uri url)
    {
        var answer = await Web.GetAsync(url, "/healthz");
        Assert.Equal(HttpStatusCode.OK, answer.Code);
        return answer.Revision;
    }
}

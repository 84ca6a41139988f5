using System.Text.Json.Nodes;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>What is applied is what a plan said.</summary>
[Collection(StageScenarios.Name)]
public sealed class PlanTests(DeployedStage stage)
{
    [Fact]
    public async Task Plan_ApprovedThenDrifted_IsDoneOrRefused()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        workspace.Edit("k8s/base/frontend/configmap.yaml", "\ndata:\n", "\ndata:\n  PLANNED: \"yes\"\n");
        (await workspace.RunAsync("Plan", "--json", "plan.json")).Expect(0)
            .SaysLike("± ConfigMap/frontend.* replaces ConfigMap/frontend")
            .Says("data.PLANNED: + yes")
            .Says("~ Deployment/frontend is changed")
            .SaysLike("Plan sha256:[0-9a-f]{64}");

        await cluster.PatchAsync("deployments/frontend", new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["sluice.dev/revision"] = "other" } } } } });
        (await workspace.RunAsync("Status")).Expect(0).Says("frontend is not as release").Says("revision other instead of").Says("./build.sh DeployStage");
        var before = (await cluster.DeploymentAsync("frontend"))["metadata"]!["generation"]!.ToString();
        (await workspace.RunAsync("DeployStage", "--approved-plan", "plan.json")).Expect(2)
            .Says("would not be deployed as the approved plan says. Nothing was changed.")
            .SaysLike("Deployment/frontend spec.template.metadata.labels.*revision.*: approved .* now other");
        Assert.Equal(before, (await cluster.DeploymentAsync("frontend"))["metadata"]!["generation"]!.ToString());

        (await workspace.RunAsync("Plan", "--json", "plan.json")).Expect(0).Says("takes fields over from");
        (await workspace.RunAsync("DeployStage", "--approved-plan", "plan.json")).Expect(0).Says("changed Deployment/frontend");
    }

    [Fact]
    public async Task Plan_ObjectOfArgoCd_IsRefusedByPlanAndDeploy()
    {
        var workspace = await stage.ReadyForChangeAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        const string Mark = "argocd.argoproj.io/tracking-id";
        await cluster.PatchAsync("deployments/frontend", Marked(Mark, "shop"));

        (await workspace.RunAsync("Plan")).Expect(2).Says("Deployment/frontend: it belongs to Argo CD").Says($"annotate deployment frontend {Mark}-");
        (await workspace.RunAsync("DeployStage")).Expect(2).Says("Nothing was changed.").Says("it belongs to Argo CD");
        await cluster.PatchAsync("deployments/frontend", Marked(Mark, null));
    }

    private static JsonObject Marked(string key, string? value) => new() { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [key] = value } } };
}

using System.Text.Json.Nodes;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>What a release holds beside its services: a database, an agent on every node, a migration.</summary>
[Collection(StageScenarios.Name)]
public sealed class OtherWorkloadsTests(DeployedStage stage)
{
    private const string Batch = "/apis/batch/v1/namespaces/" + StageCluster.Namespace;
    private const string Apps = "/apis/apps/v1/namespaces/" + StageCluster.Namespace;

    [Fact]
    public async Task StatefulSetDaemonSetAndJobBesideTheServices_AreWaitedFor()
    {
        var workspace = await stage.ReadyForChangeAsync();
        Add(workspace, Set("StatefulSet", "store", "\"replicas\":2,\"serviceName\":\"store\","), Set("DaemonSet", "agent", ""), Job("sleep 2"));

        (await workspace.RunAsync("DeployStage")).Expect(0).Says("StatefulSet/store").Says("DaemonSet/agent").Says("Job/migrate");

        using var cluster = await StageCluster.OpenAsync(workspace);
        Assert.Equal((2, 1, 1), (
            await CountAsync(cluster, $"{Apps}/statefulsets/store", "availableReplicas"),
            await CountAsync(cluster, $"{Apps}/daemonsets/agent", "numberAvailable"),
            await CountAsync(cluster, $"{Batch}/jobs/migrate", "succeeded")));
        Assert.Equal(["store-0", "store-1"], await cluster.PodsAsync("store"));
    }

    [Fact]
    public async Task JobFails_TheDeployFailsFastWithItsPodAndLog_AndTheEarlierReleaseIsBack()
    {
        var workspace = await stage.ReadyForChangeAsync();
        Add(workspace, Job("echo column price exists already; exit 3"));

        (await workspace.RunAsync("DeployStage")).Expect(3)
            .Within(TimeSpan.FromSeconds(30))
            .SaysLike("migrate-[a-z0-9]+, container main: BackoffLimitExceeded")
            .SaysLike(@"\| .*column price exists already")
            .Says("is back after");
    }

    private static async Task<int> CountAsync(StageCluster cluster, string path, string field) => (int?)(await cluster.GetAsync(path))["status"]?[field] ?? 0;

    private static void Add(Workspace workspace, params JsonObject[] objects)
    {
        File.WriteAllText(Path.Combine(workspace.Root, "k8s", "overlays", "stage", "others.yaml"), string.Join("\n---\n", objects.Select(o => o.ToJsonString())));
        workspace.Edit("k8s/overlays/stage/kustomization.yaml", "  - namespace.yaml\n", "  - namespace.yaml\n  - others.yaml\n");
    }

    // YAML holds JSON.
    private static JsonObject Set(string kind, string name, string spec) => Parse(
        $$"""
        {"apiVersion":"apps/v1","kind":"{{kind}}","metadata":{"name":"{{name}}"},
         "spec":{ {{spec}}
          "selector":{"matchLabels":{"app.kubernetes.io/name":"{{name}}"} },
          "template":{"metadata":{"labels":{"app.kubernetes.io/name":"{{name}}"} },"spec":{{Pod("exec sleep 3600", "Always")}} } } }
        """);

    private static JsonObject Job(string script) => Parse(
        $$"""{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"migrate"},"spec":{"backoffLimit":0,"template":{"spec":{{Pod(script, "Never")}} } } }""");

    private static string Pod(string script, string restarts) =>
        $$"""{"restartPolicy":"{{restarts}}","terminationGracePeriodSeconds":1,"containers":[{"name":"main","image":"frontend","command":["sh","-c","{{script}}"]}]}""";

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}

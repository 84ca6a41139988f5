using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Services;
using Sluice.Kubernetes.Status;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Status;

namespace Sluice.Kubernetes.Tests.Status;

public class ServiceStateReaderTests
{
    [Fact]
    public async Task Read_HalfDoneRollout_TellsPodsOfTheWantedRevisionFromEarlierOnes()
    {
        var cluster = new FakeCluster();
        cluster.Put("/apis/apps/v1/namespaces/p25/deployments/backend", Deployment());
        cluster.Put("/api/v1/namespaces/p25/pods/old", Pod("old", "r1", ready: true));
        cluster.Put("/api/v1/namespaces/p25/pods/new", Pod("new", "r2", ready: true));
        cluster.Put("/api/v1/namespaces/p25/pods/newer", Pod("newer", "r2", ready: false));
        cluster.Put("/api/v1/namespaces/p25/pods/stranger", Pod("stranger", "r2", ready: true, app: "other"));
        cluster.Put("/api/v1/namespaces/p25/services/backend", Json("""{"spec":{"clusterIP":"127.78.0.2","ports":[{"port":8080}]}}"""));

        var services = (await ReadAsync(cluster, "backend", "frontend")).Value!;

        Assert.Equal(2, services.Count);
        ServiceState backend = services[0];
        Assert.Equal(("registry/backend@sha256:1", "r2", 2, 1, 3), (backend.Image, backend.Revision, backend.Ready, backend.ReadyOnRevision, backend.Desired));
        Assert.Equal("http://127.78.0.2:8080", backend.Url);
        Assert.Equal(["new", "newer", "old"], backend.Pods.Select(pod => pod.Name).Order(StringComparer.Ordinal));
        Assert.False(services[1].IsDeployed);
    }

    [Fact]
    public async Task Read_WhatOthersWroteAfterUs_IsTheirs()
    {
        var cluster = new FakeCluster();
        JsonObject deployment = Deployment();
        deployment["metadata"]!["managedFields"] = JsonNode.Parse(
            """
            [
              {"manager": "helm", "time": "2026-01-05T08:00:00Z", "fieldsV1": {"f:spec": {"f:template": {"f:metadata": {}}}}},
              {"manager": "sluice", "operation": "Apply", "time": "2026-01-05T09:00:00Z", "fieldsV1": {"f:spec": {"f:template": {}}}},
              {"manager": "sluice-scale", "time": "2026-01-05T10:00:00Z", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
              {"manager": "kube-controller-manager", "subresource": "scale", "time": "2026-01-05T10:00:00Z", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
              {"manager": "kubectl", "subresource": "scale", "time": "2026-01-05T11:00:00Z", "fieldsV1": {"f:spec": {"f:replicas": {}}}},
              {"manager": "kubectl-set", "time": "2026-01-05T12:00:00Z", "fieldsV1": {"f:spec": {"f:template": {"f:spec": {}}}}},
              {"manager": "kubectl-annotate", "time": "2026-01-05T12:00:00Z", "fieldsV1": {"f:metadata": {}}}
            ]
            """);
        cluster.Put("/apis/apps/v1/namespaces/p25/deployments/backend", deployment);

        ServiceState backend = (await ReadAsync(cluster, "backend")).Value![0];

        Assert.Equal([("kubectl-set", false, 12), ("kubectl", true, 11)], backend.Hands.Select(hand => (hand.Manager, hand.IsScale, hand.At.Hour)));
    }

    [Fact]
    public async Task Read_ServerThatRefuses_IsAProblemWithItsSubject()
    {
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        });

        ClusterResult<IReadOnlyList<ServiceState>> read = await ReadAsync(server, "backend");

        Assert.Equal(ClusterProblemKind.Forbidden, Assert.Single(read.Problems).Kind);
        Assert.Contains("p25", read.Problems[0].What, StringComparison.Ordinal);
    }

    private static async Task<ClusterResult<IReadOnlyList<ServiceState>>> ReadAsync(FakeCluster cluster, params string[] services)
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        return await ReadAsync(server, services);
    }

    private static async Task<ClusterResult<IReadOnlyList<ServiceState>>> ReadAsync(TestServer server, params string[] services)
    {
        using ApiClient client = server.Client();
        using var http = new ServiceHttp(client, ServiceReach.Direct, TimeProvider.System);
        return await new ServiceStateReader(client, http).ReadAsync("p25", services, default);
    }

    private static JsonObject Deployment() => Json("""
        {
          "metadata": { "name": "backend" },
          "spec": {
            "replicas": 3,
            "selector": { "matchLabels": { "app": "backend" } },
            "template": {
              "metadata": { "labels": { "app": "backend", "sluice.dev/revision": "r2" } },
              "spec": { "containers": [ { "name": "backend", "image": "registry/backend@sha256:1" } ] }
            }
          },
          "status": { "readyReplicas": 2 }
        }
        """);

    private static JsonObject Pod(string name, string revision, bool ready, string app = "backend") => Json($$"""
        {
          "metadata": { "name": "{{name}}", "labels": { "app": "{{app}}", "sluice.dev/revision": "{{revision}}" } },
          "status": { "phase": "Running", "conditions": [ { "type": "Ready", "status": "{{(ready ? "True" : "False")}}" } ] }
        }
        """);

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Releases;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Releases;

/// <summary>A StatefulSet whose template was set back, and the pods that the bad one left.</summary>
public sealed class BlockingPodsTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/p25/pods";

    private readonly FakeCluster cluster = new() { Serves = new Fakes.Discovery(("v1", "Namespace Pod"), ("apps/v1", "Deployment StatefulSet")) };
    private TestServer server = null!;
    private ApiClient client = null!;

    public async Task InitializeAsync()
    {
        server = await TestServer.StartAsync(cluster.HandleAsync);
        client = server.Client();
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Unblock_PodsOfAnotherRevisionThatAreNotReady_AreDeletedAndNoOthers()
    {
        Set("{}");
        Pod("db-0", "good", ready: false);
        Pod("db-1", "bad", ready: true);
        Pod("db-2", "bad", ready: false);
        Pod("other-0", "bad", ready: false, owner: "other");

        RemovedObject removed = Assert.Single(await UnblockAsync());

        Assert.Equal(("Pod/db-2", Removal.Removed), (removed.Manifest.ToString(), removed.Result));
        Assert.Null(cluster.Get($"{Pods}/db-2"));
        Assert.All(["db-0", "db-1", "other-0"], name => Assert.NotNull(cluster.Get($"{Pods}/{name}")));
    }

    [Fact]
    public async Task Unblock_PodBecomesReadyInBetween_Stays()
    {
        Set("{}");
        Pod("db-2", "bad", ready: false);
        cluster.Intercept = (context, _) =>
        {
            if (context.Request.Method == "DELETE")
            {
                Pod("db-2", "bad", ready: true);
            }

            return null;
        };

        Assert.Empty(await UnblockAsync());
        Assert.NotNull(cluster.Get($"{Pods}/db-2"));
    }

    [Theory]
    [InlineData("""{"podManagementPolicy":"Parallel"}""")]
    [InlineData("""{"updateStrategy":{"type":"OnDelete"}}""")]
    public async Task Unblock_SetThatDoesNotStop_IsLeftAlone(string spec)
    {
        Set(spec);
        Pod("db-2", "bad", ready: false);

        Assert.Empty(await UnblockAsync());
        Assert.NotNull(cluster.Get($"{Pods}/db-2"));
    }

    [Fact]
    public async Task Unblock_SetOfSomeoneElse_IsLeftAlone()
    {
        Set("{}", manager: "kubectl");
        Pod("db-2", "bad", ready: false);

        Assert.Empty(await UnblockAsync());
        Assert.NotNull(cluster.Get($"{Pods}/db-2"));
    }

    [Fact]
    public async Task Unblock_Forbidden_IsFailedWithTheReason()
    {
        Set("{}");
        Pod("db-2", "bad", ready: false);
        cluster.Intercept = (context, _) => context.Request.Method == "DELETE" ? (403, FakeCluster.Status(403, "Forbidden", "pods is forbidden")) : null;

        RemovedObject kept = Assert.Single(await UnblockAsync());

        Assert.Equal(Removal.Failed, kept.Result);
        Assert.Contains("pods is forbidden", kept.Detail, StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<RemovedObject>> UnblockAsync() => new OwnedObjects(client, new ApiDiscovery(client), "p25")
        .UnblockAsync([Manifest("Deployment", "backend"), Manifest("StatefulSet", "db")], default);

    private void Set(string spec, string manager = "sluice") => cluster.Put("/apis/apps/v1/namespaces/p25/statefulsets/db", Parse($$"""
        {"metadata":{"name":"db","uid":"db","generation":3,"managedFields":[{"manager":"{{manager}}","operation":"Apply"}]},
         "spec":{{spec}},"status":{"observedGeneration":3,"updateRevision":"good"} }
        """));

    private void Pod(string name, string revision, bool ready, string owner = "db") => cluster.Put($"{Pods}/{name}", Parse($$"""
        {"metadata":{"name":"{{name}}","uid":"{{name}}","labels":{"controller-revision-hash":"{{revision}}"},"ownerReferences":[{"uid":"{{owner}}","controller":true}]},
         "status":{"phase":"Running","conditions":[{"type":"Ready","status":"{{ready}}"}]} }
        """));

    private static ManifestObject Manifest(string kind, string name) =>
        new(new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } }, "k8s/x.yaml");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Apply;

public class ServerSideApplyTests
{
    private readonly FakeCluster cluster = new();

    [Fact]
    public async Task Apply_NewThenSameThenChanged_SaysCreatedUnchangedConfigured()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());
        using ApiClient client = server.Client();
        ServerSideApply apply = Adapter(client);

        Assert.Equal([ChangeKind.Created], await ApplyAsync(apply, ConfigMap("a", "1")));
        Assert.Equal([ChangeKind.Unchanged], await ApplyAsync(apply, ConfigMap("a", "1")));
        Assert.Equal([ChangeKind.Configured], await ApplyAsync(apply, ConfigMap("a", "2")));
        Assert.Contains(cluster.Requests, r => r == "PATCH /api/v1/namespaces/p25/configmaps/a?fieldManager=sluice&force=true&fieldValidation=Strict");
    }

    [Fact]
    public async Task Validate_MixOfNewAndSame_TellsThemApartWithOneListPerKindAndChangesNothing()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());
        using ApiClient client = server.Client();
        ServerSideApply apply = Adapter(client);
        await ApplyAsync(apply, ConfigMap("a", "1"), ConfigMap("b", "1"));
        cluster.Requests.Clear();

        ClusterResult<IReadOnlyList<ObjectChange>> result = await apply.ValidateAsync([ConfigMap("a", "1"), ConfigMap("b", "2"), ConfigMap("c", "1")], default);

        Assert.True(result.Succeeded(out IReadOnlyList<ObjectChange>? changes));
        Assert.Equal([ChangeKind.Unchanged, ChangeKind.Configured, ChangeKind.Created], changes.Select(c => c.Kind));
        Assert.Equal(1, cluster.Requests.Count(r => r.StartsWith("GET /api", StringComparison.Ordinal)));
        Assert.All(cluster.Requests.Where(r => r.StartsWith("PATCH", StringComparison.Ordinal)), r => Assert.Contains("dryRun=All", r, StringComparison.Ordinal));
        Assert.Null(cluster.Get("/api/v1/namespaces/p25/configmaps/c"));
    }

    [Fact]
    public async Task Validate_SeveralBroken_ReportsAllWithTheirFiles()
    {
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());
        cluster.Intercept = (context, body) => body?["data"]?["k"]?.ToString() == "bad"
            ? (422, FakeCluster.Status(422, "Invalid", $"ConfigMap \"{body["metadata"]!["name"]}\" is invalid: data.k"))
            : null;
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        ClusterResult<IReadOnlyList<ObjectChange>> result = await Adapter(client).ValidateAsync([ConfigMap("a", "bad"), ConfigMap("b", "1"), ConfigMap("c", "bad")], default);

        Assert.Equal(2, result.Problems.Count);
        Assert.All(result.Problems, p => Assert.True(p.IsInput));
        Assert.StartsWith("k8s/a.yaml: ConfigMap/a: ConfigMap \"a\" is invalid", result.Problems[0].What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1", "ConfigMapp", "Did you mean ConfigMap?")]
    [InlineData("apps/v2", "Deployment", "It serves Deployment in apps/v1.")]
    [InlineData("example.com/v1", "Widget", "Is its CustomResourceDefinition installed?")]
    [InlineData("", "ConfigMap", "lacks apiVersion")]
    public async Task Validate_UnknownKind_NamesTheNearest(string apiVersion, string kind, string expected)
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        cluster.Intercept = (context, _) => context.Request.Path.StartsWithSegments("/apis/apps/v2") || context.Request.Path.StartsWithSegments("/apis/example.com")
            ? (404, FakeCluster.Status(404, "NotFound", "the server could not find the requested resource"))
            : null;
        using ApiClient client = server.Client();
        var item = new ManifestObject(new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = "x" } }, "k8s/x.yaml");

        ClusterProblem problem = Assert.Single((await Adapter(client).ValidateAsync([item], default)).Problems);

        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.Contains("k8s/x.yaml", problem.What, StringComparison.Ordinal);
        Assert.True(problem.IsInput);
    }

    [Fact]
    public async Task Validate_NamespaceOfTheSameSetDoesNotExist_ContentIsCheckedElsewhere()
    {
        cluster.Put("/api/v1/namespaces/default", new JsonObject());
        cluster.Intercept = (_, body) => body?["data"]?["k"]?.ToString() == "bad"
            ? (422, FakeCluster.Status(422, "Invalid", $"ConfigMap \"{body["metadata"]!["name"]}\" is invalid"))
            : null;
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ServerSideApply apply = Adapter(client);

        Assert.True((await apply.ValidateAsync([Namespace(), ConfigMap("a", "1")], default)).Succeeded(out IReadOnlyList<ObjectChange>? changes));
        Assert.All(changes, c => Assert.Equal(ChangeKind.Created, c.Kind));
        ClusterProblem problem = Assert.Single((await apply.ValidateAsync([Namespace(), ConfigMap("a", "bad")], default)).Problems);
        Assert.Contains("ConfigMap \"a\" is invalid", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_NamespaceNobodyCreates_SaysHowToCreateIt()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        ClusterProblem problem = Assert.Single((await Adapter(client).ValidateAsync([ConfigMap("a", "1")], default)).Problems);

        Assert.Contains("namespace p25 does not exist", problem.What, StringComparison.Ordinal);
        Assert.Contains("kubectl create namespace p25", problem.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ServerFieldsInTheManifest_AreNotSent()
    {
        JsonObject? sent = null;
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());
        cluster.Intercept = (context, body) =>
        {
            sent = context.Request.Method == "PATCH" ? body : sent;
            return null;
        };
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ManifestObject item = ConfigMap("a", "1");
        item.Json["status"] = new JsonObject();
        item.Json["metadata"]!["managedFields"] = new JsonArray();
        item.Json["metadata"]!["resourceVersion"] = "1";

        await ApplyAsync(Adapter(client), item);

        Assert.Equal(["name", "namespace"], ((JsonObject)sent!["metadata"]!).Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.False(sent.ContainsKey("status"));
        Assert.Equal("p25", sent["metadata"]!["namespace"]!.ToString());
    }

    private static ServerSideApply Adapter(ApiClient client) => new(client, new ApiDiscovery(client), "p25");

    private static async Task<IEnumerable<ChangeKind>> ApplyAsync(ServerSideApply apply, params ManifestObject[] objects)
    {
        var seen = new List<ObjectChange>();
        ClusterResult<IReadOnlyList<ObjectChange>> result = await apply.ApplyAsync(objects, seen.Add, default);
        Assert.True(result.Succeeded(out IReadOnlyList<ObjectChange>? changes), string.Join("; ", result.Problems));
        Assert.Equal(changes, seen);
        return changes.Select(c => c.Kind);
    }

    private static ManifestObject Namespace() => new(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "p25" } }, "k8s/ns.yaml");

    private static ManifestObject ConfigMap(string name, string value) => new(
        new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = name }, ["data"] = new JsonObject { ["k"] = value } },
        $"k8s/{name}.yaml");
}

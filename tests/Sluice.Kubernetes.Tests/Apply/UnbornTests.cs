using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts;
using ServedApi = Sluice.Kubernetes.Tests.Fakes.Discovery;

namespace Sluice.Kubernetes.Tests.Apply;

/// <summary>Objects that the server's dry run cannot judge: their namespace or kind comes with them, or the server is an old one.</summary>
public class UnbornTests
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private readonly FakeCluster cluster = new();

    [Theory]
    [InlineData("34", true)]
    [InlineData("20", false)]
    public async Task Validate_InANamespaceOfTheSet_FindsEveryFieldWithoutRightsElsewhere(string minor, bool three)
    {
        Publish(minor, three);

        // Who may not write in other namespaces gets no dry run there.
        Func<Microsoft.AspNetCore.Http.HttpContext, JsonObject?, (int, JsonObject)?> published = cluster.Intercept;
        cluster.Intercept = (context, body) => context.Request.Path.StartsWithSegments("/api/v1/namespaces/default")
            ? (403, FakeCluster.Status(403, "Forbidden", "no"))
            : published(context, body);

        string[] problems = await ProblemsAsync(Namespace(), ConfigMap("a", """{"dat":{}}"""), ConfigMap("b", """{"data":{"k":1},"immutable":"yes"}"""), ConfigMap("c", """{"data":{"k":"v"}}"""));

        Assert.Equal(
            [
                "k8s/a.yaml: ConfigMap/a: dat: no such field; did you mean data?",
                "k8s/b.yaml: ConfigMap/b: data.k: a number stands where text is expected; put it in quotes.",
                "k8s/b.yaml: ConfigMap/b: immutable: text stands where true or false is expected.",
            ],
            problems);
        Assert.Single(cluster.Requests, r => r.Contains(three ? "/openapi/v3/api/v1" : "/openapi/v2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_OldServerAndExistingNamespace_ComparesWithItsSchema()
    {
        Publish("24+", three: false);
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());

        Assert.Equal(["k8s/a.yaml: ConfigMap/a: dat: no such field; did you mean data?"], await ProblemsAsync(ConfigMap("a", """{"dat":{}}"""), ConfigMap("b", "{}")));
    }

    [Fact]
    public async Task Validate_PresentServerAndExistingNamespace_LeavesItToTheServer()
    {
        Publish("25", three: true);
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());

        Assert.Empty(await ProblemsAsync(ConfigMap("a", """{"dat":{}}""")));
        Assert.DoesNotContain(cluster.Requests, r => r.Contains("openapi", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_NoSchemaPublished_LeavesItToTheServer() => Assert.Empty(await ProblemsAsync(Namespace(), ConfigMap("a", """{"dat":{}}""")));

    [Fact]
    public async Task Validate_UnknownKindBesideUnknownField_ReportsBoth()
    {
        Publish("34", three: true);

        string[] problems = await ProblemsAsync(Namespace(), ConfigMap("a", """{"dat":{}}"""), Item("v1", "ConfigMapp", "b", "{}"));

        Assert.Equal(2, problems.Length);
        Assert.Contains("Did you mean ConfigMap?", problems[0], StringComparison.Ordinal);
        Assert.Contains("dat: no such field", problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_KindOfADefinitionInTheSet_IsComparedWithTheDefinition()
    {
        cluster.Put("/api/v1/namespaces/p25", new JsonObject());
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        ClusterResult<IReadOnlyList<ObjectChange>> good = await Adapter(client).ValidateAsync([Widget("""{"spec":{"size":1}}"""), Definition()], default);
        ClusterResult<IReadOnlyList<ObjectChange>> bad = await Adapter(client).ValidateAsync([Definition(), Widget("""{"spec":{"sise":1}}""")], default);

        Assert.Equal([ChangeKind.Created, ChangeKind.Created], good.Value!.Select(c => c.Kind));
        ClusterProblem problem = Assert.Single(bad.Problems);
        Assert.Equal("k8s/w.yaml: Widget/w: spec.sise: no such field; did you mean size?", problem.What);
        Assert.Contains("CustomResourceDefinition", problem.Next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Definition_WaitsUntilItsKindIsServed()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        Task<ClusterResult<IReadOnlyList<ObjectChange>>> applying = Adapter(client).ApplyAsync([Definition()], _ => { }, default);

        await UntilAsync(() => cluster.WatchCount == 1);
        Assert.False(applying.IsCompleted);
        Establish("Established", "True");
        await UntilAsync(() => cluster.Requests.Contains("GET /apis/example.com/v1"));
        Assert.False(applying.IsCompleted);
        cluster.Serves = ServedApi.Current.With("example.com/v1", "Widget");

        Assert.Empty((await applying).Problems);
    }

    [Fact]
    public async Task Apply_DefinitionWhoseNamesAreTaken_IsRefusedAtOnce()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        Task<ClusterResult<IReadOnlyList<ObjectChange>>> applying = Adapter(client).ApplyAsync([Definition()], _ => { }, default);
        await UntilAsync(() => cluster.WatchCount == 1);

        Establish("NamesAccepted", "False");

        ClusterProblem problem = Assert.Single((await applying).Problems);
        Assert.Contains("does not accept its names: taken", problem.What, StringComparison.Ordinal);
        Assert.True(problem.IsInput);
    }

    [Fact]
    public async Task Apply_DefinitionThatIsServed_GoesOnAtOnce()
    {
        cluster.Serves = ServedApi.Current.With("example.com/v1", "Widget");
        cluster.Put($"{Definitions}/widgets.example.com", Established("Established", "True"));
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        Assert.True((await Adapter(client).ApplyAsync([Definition()], _ => { }, default)).Succeeded(out _));
        Assert.DoesNotContain(cluster.Requests, r => r.Contains("watch=1", StringComparison.Ordinal));
    }

    private void Establish(string type, string status) => cluster.Put($"{Definitions}/widgets.example.com", Established(type, status));

    private static JsonObject Established(string type, string status)
    {
        JsonObject definition = Definition().Json;
        definition["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = type, ["status"] = status, ["message"] = "taken" }) };
        return definition;
    }

    private async Task<string[]> ProblemsAsync(params ManifestObject[] objects)
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        return [.. (await Adapter(client).ValidateAsync(objects, default)).Problems.Select(p => p.What)];
    }

    /// <summary>Serves a version and a schema of ConfigMaps, in OpenAPI 3 or 2.</summary>
    private void Publish(string minor, bool three)
    {
        const string schema = """
            {"type":"object","x-kubernetes-group-version-kind":[{"group":"","version":"v1","kind":"ConfigMap"}],
             "properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},
                           "data":{"type":"object","additionalProperties":{"type":"string"}},"immutable":{"type":"boolean"}}}
            """;
        var answers = new Dictionary<string, string> { ["/version"] = $$"""{"major":"1","minor":"{{minor}}"}""" };
        if (three)
        {
            answers["/openapi/v3"] = """{"paths":{"api/v1":{"serverRelativeURL":"/openapi/v3/api/v1?hash=1"}}}""";
            answers["/openapi/v3/api/v1"] = $$"""{"components":{"schemas":{"c":{{schema}} } } }""";
        }
        else
        {
            answers["/openapi/v2"] = $$"""{"definitions":{"c":{{schema}} } }""";
        }

        cluster.Intercept = (context, _) => answers.TryGetValue(context.Request.Path, out string? answer) ? (200, (JsonObject)JsonNode.Parse(answer)!) : null;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    private static ServerSideApply Adapter(ApiClient client) => new(client, new ApiDiscovery(client), "p25");

    private static ManifestObject Namespace() => Item("v1", "Namespace", "p25", "{}");

    private static ManifestObject ConfigMap(string name, string rest) => Item("v1", "ConfigMap", name, rest);

    private static ManifestObject Widget(string rest) => Item("example.com/v1", "Widget", "w", rest);

    private static ManifestObject Definition() => Item("apiextensions.k8s.io/v1", "CustomResourceDefinition", "widgets.example.com", """
        {"spec":{"group":"example.com","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets"},"versions":[
          {"name":"v0","served":false,"storage":false},
          {"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"size":{"type":"integer"}}}}}}}]}}
        """);

    private static ManifestObject Item(string apiVersion, string kind, string name, string rest)
    {
        var json = (JsonObject)JsonNode.Parse(rest)!;
        json["apiVersion"] = apiVersion;
        json["kind"] = kind;
        json["metadata"] = new JsonObject { ["name"] = name };
        return new ManifestObject(json, $"k8s/{name}.yaml");
    }
}

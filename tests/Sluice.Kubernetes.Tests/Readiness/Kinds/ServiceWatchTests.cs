using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Tests.Api;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Readiness.Kinds;

/// <summary>Waiting for the endpoints of Services, against a server.</summary>
public sealed class ServiceWatchTests
{
    private const string Slices = "/apis/discovery.k8s.io/v1/namespaces/p25/endpointslices";
    private const string Pods = "/api/v1/namespaces/p25/pods";

    private readonly FakeCluster cluster = new()
    {
        Serves = new Fakes.Discovery(("v1", "Namespace Pod Event Service"), ("apps/v1", "Deployment ReplicaSet StatefulSet"), ("discovery.k8s.io/v1", "EndpointSlice")),
    };

    private readonly Observer observer = new();

    [Theory]
    [InlineData("""{"ready":true}""")]
    [InlineData("{}")]
    public async Task Wait_PodsServeButNoEndpointIsReady_WaitsForTheFirstOne(string conditions)
    {
        Deployment();
        Pod("backend-1", """{"app":"backend"}""");
        Slice("backend-x", "backend", """{"ready":false}""");
        Slice("other-x", "other", """{"ready":true}""");
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Workload("""{"app":"backend"}"""), Service("""{"app":"backend"}"""));
        await Watching(4);
        Assert.False(waiting.IsCompleted);
        Slice("backend-y", "backend", conditions);

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.DoesNotContain(observer.Events, e => e is DeployEvent.ServiceReady { Service: "Service/backend" });
    }

    [Fact]
    public async Task Wait_SelectorWithATypo_FailsAndSaysWhichLabelsThePodsHave()
    {
        Deployment();
        Pod("backend-1", """{"app":"backend"}""");
        var time = new ManualClock();
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = Patient(server, time);

        Task<ReadinessResult> waiting = new ReadinessWatcher(client, time).WaitAsync(Request(Workload("""{"app":"backend","tier":"web"}"""), Service("""{"app":"backnd"}""")), observer, default);
        await Watching(4);
        await ApiClientTests.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            return waiting.IsCompleted;
        });

        ReadinessFailure failure = Assert.Single(Assert.IsType<ReadinessResult.Failed>(await waiting).Failures);
        Assert.Equal(("Service/backend", "NoEndpoints"), (failure.Service, failure.State));
        Assert.Equal("no pod has the labels that it selects, app=backnd: pods of Deployment/backend have app=backend,tier=web", failure.Reason);
        Assert.Contains("spec.selector", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_EndpointsNeverReady_IsLateWithThePodsThatMatch()
    {
        Deployment();
        Pod("backend-1", """{"app":"backend"}""");
        var time = new ManualClock();
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = Patient(server, time);

        Task<ReadinessResult> waiting = new ReadinessWatcher(client, time).WaitAsync(Request(Workload("""{"app":"backend"}"""), Service("""{"app":"backend"}""")), observer, default);
        await Watching(4);
        await ApiClientTests.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return waiting.IsCompleted;
        });

        ReadinessFailure failure = Assert.Single(Assert.IsType<ReadinessResult.TimedOut>(await waiting).Failures);
        Assert.Equal("Service/backend", failure.Service);
        Assert.Contains("app=backend: backend-1 is Ready", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_PodsDoNotServe_IsTheWorkloadsFaultAlone()
    {
        cluster.Put("/apis/apps/v1/namespaces/p25/deployments/backend", Parse("""
            {"metadata":{"name":"backend","uid":"d","generation":1},"spec":{"replicas":1},
             "status":{"observedGeneration":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"late"}]}}
            """));
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        ReadinessResult result = await WaitAsync(server, Workload("""{"app":"backend"}"""), Service("""{"app":"backend"}"""));

        Assert.Equal("backend", Assert.Single(Assert.IsType<ReadinessResult.Failed>(result).Failures).Service);
    }

    [Fact]
    public async Task Wait_ScalerTookTheLastPodAway_DoesNotWait()
    {
        Deployment(replicas: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(server, Workload("""{"app":"backend"}"""), Service("""{"app":"backend"}""")));
    }

    [Theory]
    [InlineData("""{"type":"ExternalName","externalName":"x.example","selector":{"app":"backend"}}""")]
    [InlineData("{}")]
    public async Task Wait_ServiceThatSelectsNothing_DoesNotWait(string spec)
    {
        Deployment();
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(server, Workload("""{"app":"backend"}"""), Manifest("v1", "Service", spec)));
        Assert.DoesNotContain(cluster.Requests, r => r.Contains("endpointslices", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wait_RoleWithoutEndpoints_SaysSoAndWaitsForTheRest()
    {
        Deployment();
        cluster.Intercept = (context, _) => context.Request.Path.Value == Slices ? (403, FakeCluster.Status(403, "Forbidden", "endpointslices is forbidden")) : null;
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(server, Workload("""{"app":"backend"}"""), Service("""{"app":"backend"}""")));
        Assert.Contains("endpointslices", Assert.Single(observer.Events.OfType<DeployEvent.Notice>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ClusterThatKnowsOlderSlicesOnly_WaitsByThose()
    {
        Deployment();
        Pod("backend-1", """{"app":"backend"}""");
        cluster.Intercept = (context, _) => context.Request.Path.Value == Slices ? (404, FakeCluster.Status(404, "NotFound", "the server could not find the requested resource")) : null;
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Workload("""{"app":"backend"}"""), Service("""{"app":"backend"}"""));
        await Watching(4);
        Assert.False(waiting.IsCompleted);
        Slice("backend-y", "backend", """{"ready":true}""", Slices.Replace("v1/", "v1beta1/", StringComparison.Ordinal));

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.Empty(observer.Events.OfType<DeployEvent.Notice>());
    }

    private async Task<ReadinessResult> WaitAsync(TestServer server, params ManifestObject[] objects)
    {
        using ApiClient client = server.Client();
        return await new ReadinessWatcher(client, TimeProvider.System, TimeSpan.Zero).WaitAsync(Request(objects), observer, default);
    }

    private static ReadinessRequest Request(params ManifestObject[] objects) => new("p25", ["backend"], TimeSpan.FromSeconds(60)) { Objects = objects };

    private static ApiClient Patient(TestServer server, TimeProvider time) => new(
        new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = server.Url }),
        new ApiClientOptions { AttemptTimeout = TimeSpan.FromHours(1), WatchDuration = TimeSpan.FromHours(1) },
        time);

    private Task Watching(int count) => ApiClientTests.Until(() => cluster.WatchCount >= count);

    private void Deployment(int replicas = 1) => cluster.Put("/apis/apps/v1/namespaces/p25/deployments/backend", Parse($$"""
        {"metadata":{"name":"backend","uid":"d","generation":1},"spec":{"replicas":{{replicas}} },
         "status":{"observedGeneration":1,"replicas":{{replicas}},"updatedReplicas":{{replicas}},"availableReplicas":{{replicas}}} }
        """));

    private void Pod(string name, string labels) => cluster.Put($"{Pods}/{name}", Parse($$"""
        {"metadata":{"name":"{{name}}","uid":"{{name}}","labels":{{labels}} },"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]} }
        """));

    private void Slice(string name, string service, string conditions, string collection = Slices) => cluster.Put($"{collection}/{name}", Parse($$"""
        {"metadata":{"name":"{{name}}","labels":{"kubernetes.io/service-name":"{{service}}"} },"endpoints":[{"addresses":["10.0.0.1"],"conditions":{{conditions}} }]}
        """));

    private static ManifestObject Workload(string labels) => Manifest("apps/v1", "Deployment", $$"""{"template":{"metadata":{"labels":{{labels}} } } }""");

    private static ManifestObject Service(string selector) => Manifest("v1", "Service", $$"""{"selector":{{selector}} }""");

    private static ManifestObject Manifest(string apiVersion, string kind, string spec) =>
        new(new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = "backend" }, ["spec"] = Parse(spec) }, "k8s/x.yaml");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private sealed class Observer : IDeployObserver
    {
        public List<DeployEvent> Events { get; } = [];

        public void On(DeployEvent deployEvent) => Events.Add(deployEvent);
    }
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts;
using ServedApi = Sluice.Kubernetes.Tests.Fakes.Discovery;

namespace Sluice.Kubernetes.Tests.Apply;

/// <summary>Manifests of one age against clusters of another.</summary>
public class VersionNegotiationTests
{
    private readonly FakeCluster cluster = new() { Serves = ServedApi.Kubernetes120 };

    public VersionNegotiationTests() => cluster.Put("/api/v1/namespaces/p25", new JsonObject());

    [Theory]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", "autoscaling/v2beta2", "horizontalpodautoscalers")]
    [InlineData("policy/v1", "PodDisruptionBudget", "policy/v1beta1", "poddisruptionbudgets")]
    [InlineData("batch/v1", "CronJob", "batch/v1beta1", "cronjobs")]
    [InlineData("discovery.k8s.io/v1", "EndpointSlice", "discovery.k8s.io/v1beta1", "endpointslices")]
    public async Task Apply_VersionThatKubernetes120Lacks_GoesInTheOneItHas(string written, string kind, string served, string plural)
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ManifestObject item = Item(written, kind, """{"spec":{}}""");

        ObjectChange change = Assert.Single(await SucceedAsync(client, item));

        Assert.Equal((ChangeKind.Created, served), (change.Kind, change.SentAs));
        Assert.Same(item, change.Manifest);
        Assert.Equal(served, cluster.Get($"/apis/{served}/namespaces/p25/{plural}/x")!["apiVersion"]!.ToString());
        Assert.Equal(ChangeKind.Unchanged, Assert.Single(await SucceedAsync(client, item)).Kind);
    }

    [Fact]
    public async Task Apply_OldIngressOnANewCluster_IsSaidAnew()
    {
        cluster.Serves = ServedApi.Current.With("networking.k8s.io/v1", "Ingress");
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        await SucceedAsync(client, Item("networking.k8s.io/v1beta1", "Ingress", """{"spec":{"backend":{"serviceName":"web","servicePort":80}}}"""));

        Assert.Equal(
            """{"defaultBackend":{"service":{"name":"web","port":{"number":80}}}}""",
            cluster.Get("/apis/networking.k8s.io/v1/namespaces/p25/ingresses/x")!["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_ServedVersion_IsLeftAsItIs()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        Assert.Null(Assert.Single(await SucceedAsync(client, Item("networking.k8s.io/v1", "Ingress", """{"spec":{}}"""))).SentAs);
        Assert.DoesNotContain(cluster.Requests, r => r.Contains("v1beta1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_VersionsWithoutWay_NamesFileVersionAskedAndVersionsServed()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        IReadOnlyList<ClusterProblem> problems = (await Adapter(client).ValidateAsync(
            [
                Item("autoscaling/v3", "HorizontalPodAutoscaler", "{}"),
                Item("batch/v1", "Cronjob", "{}"),
                Item("autoscaling/v2", "HorizontalPodAutoscaler", """{"spec":{"behavior":{"scaleUp":{"tolerance":"0.1"}}}}"""),
            ],
            default)).Problems;

        Assert.Equal(
            [
                "k8s/x.yaml: HorizontalPodAutoscaler/x: the cluster does not serve autoscaling/v3, which HorizontalPodAutoscaler is asked from. It serves HorizontalPodAutoscaler in autoscaling/v1, autoscaling/v2beta1, autoscaling/v2beta2.",
                "k8s/x.yaml: Cronjob/x: the cluster serves no kind Cronjob in batch/v1. Did you mean CronJob?",
                "k8s/x.yaml: HorizontalPodAutoscaler/x: the cluster serves HorizontalPodAutoscaler not in autoscaling/v2 but in autoscaling/v2beta2, which cannot say the same: spec.behavior.scaleUp.tolerance: autoscaling/v2beta2 has no such field.",
            ],
            problems.Select(p => p.What));
        Assert.All(problems, p => Assert.True(p.IsInput));
        Assert.DoesNotContain(cluster.Requests, r => r.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_RefusedInTheOtherVersion_SaysWhichItWas()
    {
        cluster.Intercept = (context, _) => context.Request.Method == "PATCH" ? (422, FakeCluster.Status(422, "Invalid", "no")) : null;
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        ClusterProblem problem = Assert.Single((await Adapter(client).ValidateAsync([Item("policy/v1", "PodDisruptionBudget", "{}")], default)).Problems);

        Assert.StartsWith("k8s/x.yaml: PodDisruptionBudget/x (as policy/v1beta1): no", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_PortsWithoutProtocol_SayTcp()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        await SucceedAsync(client, Item("v1", "Service", """{"spec":{"ports":[{"port":80}]}}"""));

        Assert.Equal("TCP", cluster.Get("/api/v1/namespaces/p25/services/x")!["spec"]!["ports"]![0]!["protocol"]!.ToString());
    }

    private static async Task<IReadOnlyList<ObjectChange>> SucceedAsync(ApiClient client, ManifestObject item)
    {
        ServerSideApply apply = Adapter(client);
        ClusterResult<IReadOnlyList<ObjectChange>> validated = await apply.ValidateAsync([item], default);
        Assert.True(validated.Succeeded(out _), string.Join("; ", validated.Problems));
        ClusterResult<IReadOnlyList<ObjectChange>> applied = await apply.ApplyAsync([item], _ => { }, default);
        Assert.True(applied.Succeeded(out IReadOnlyList<ObjectChange>? changes), string.Join("; ", applied.Problems));
        return changes;
    }

    private static ServerSideApply Adapter(ApiClient client) => new(client, new ApiDiscovery(client), "p25");

    private static ManifestObject Item(string apiVersion, string kind, string rest)
    {
        var json = (JsonObject)JsonNode.Parse(rest)!;
        json["apiVersion"] = apiVersion;
        json["kind"] = kind;
        json["metadata"] = new JsonObject { ["name"] = "x" };
        return new ManifestObject(json, "k8s/x.yaml");
    }
}

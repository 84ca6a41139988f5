using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Tests.Traffic;

/// <summary>A service <c>backend</c> in an embedded cluster: stable of revision <c>old</c>, a candidate of revision <c>new</c>, a Service that selects <c>app: backend</c>.</summary>
[SupportedOSPlatform("linux")]
internal sealed class TrafficScene(EmbeddedCluster cluster) : IAsyncDisposable
{
    public const string ServicePath = "/api/v1/namespaces/n/services/backend";

    public EmbeddedCluster Cluster => cluster;

    public long Fence { get; set; } = 7;

    public KubernetesTraffic Traffic => new(cluster.Client, cluster.Discovery, () => Fence);

    public static async Task<TrafficScene> StartAsync() => new(await EmbeddedCluster.StartAsync());

    public static StackId Stable { get; } = new("n", "backend", "backend-old", StackMark.OfRevision("old"));

    public static Lane Lane(TrafficRouter router, StackId? stable, params IReadOnlyList<ManifestObject> routes) => new(
        new ServicePlacement("backend", "n", new CanaryStrategy("canary", []), NoGate.Instance, router, new WarmStack(TimeSpan.Zero)),
        new ServiceStack("backend", "new", new ManifestObject(Deployment("backend-new", 1, Labels("new")), ""), [], [], 1),
        stable,
        [new ServicePointer("backend", new ManifestObject(Service(), ""))],
        routes);

    /// <summary>The Service as it was rendered.</summary>
    public static JsonObject Service(string app = "backend") => Parse($$"""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"backend","namespace":"n"},
         "spec":{"selector":{"app":"{{app}}"},"ports":[{"name":"http","port":80,"protocol":"TCP","targetPort":8080}] } }
        """);

    public static JsonObject Deployment(string name, int replicas, string labels) => Parse($$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{name}}","namespace":"n","labels":{{labels}} },
         "spec":{"replicas":{{replicas}},"selector":{"matchLabels":{{labels}} },
         "template":{"metadata":{"labels":{{labels}} },"spec":{"containers":[{"name":"c","image":"r/c"}] } } } }
        """);

    public static string Labels(string revision) => $$"""{"app":"backend","sluice.dev/service":"backend","sluice.dev/revision":"{{revision}}"}""";

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>As the driver applies it: a pointer without its selector.</summary>
    public static JsonObject WithoutSelector()
    {
        JsonObject service = Service();
        service["spec"]!.AsObject().Remove("selector");
        return service;
    }

    public Task DeployAsync(string name, int replicas, string labels) =>
        cluster.ApplyAsync($"/apis/apps/v1/namespaces/n/deployments/{name}", Deployment(name, replicas, labels), "sluice");

    public Task ServeAsync(JsonObject? service = null) => cluster.ApplyAsync(ServicePath, service ?? Service(), "sluice");

    /// <summary>Stable with some pods behind the Service, and a candidate.</summary>
    public async Task BeginAsync(int stable = 3, int candidate = 1)
    {
        await ServeAsync();
        await DeployAsync("backend-old", stable, Labels("old"));
        await DeployAsync("backend-new", candidate, Labels("new"));
        cluster.Settle();
    }

    /// <summary>An older Deployment that Sluice did not make, and how its pods are told.</summary>
    public async Task<StackId> AdoptAsync(int pods, string labels)
    {
        await DeployAsync("backend", pods, labels);
        cluster.Settle();
        string hash = cluster.Store.List("pods", "n").Items.Select(p => p["metadata"]!["labels"]!["pod-template-hash"]!.ToString()).Distinct().Single();
        return new StackId("n", "backend", "backend", StackMark.OfPodTemplate(hash));
    }

    public Task<ClusterProblem?> SetAsync(Lane lane, int weight) => Traffic.SetAsync(lane, weight, CancellationToken.None);

    public Task<ClusterProblem?> PromoteAsync(Lane lane) => Traffic.PromoteAsync(lane, CancellationToken.None);

    /// <summary>What is read once controllers have followed, or before.</summary>
    public async Task<TrafficSight> ReadAsync(Lane lane, bool settled = true)
    {
        if (settled)
        {
            cluster.Settle();
        }

        TrafficResource[] resources = [.. TrafficReading.Resources(lane.Router), new(NamespaceView.Deployments, "Deployment", ["apps/v1"])];
        var view = new NamespaceView(resources.Length);
        foreach (TrafficResource resource in resources)
        {
            string path = (await resource.FindAsync(cluster.Discovery, CancellationToken.None)).Value!.CollectionPath("n");
            ApiResult<JsonObject> list = await cluster.Client.GetAsync(path, CancellationToken.None);
            view.Take(new MirrorChange.Listed(resource.Key, [.. Json.Items(list.Value!["items"])]));
        }

        return TrafficReading.Of(lane, view);
    }

    public string Selector => Text(cluster.Get("services", "backend")!["spec"]!["selector"]);

    public string? Annotation(string key) => cluster.Get("services", "backend")!["metadata"]!["annotations"]?[key]?.ToString();

    public static string Text(JsonNode? map) => string.Join(',', (map as JsonObject ?? []).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}

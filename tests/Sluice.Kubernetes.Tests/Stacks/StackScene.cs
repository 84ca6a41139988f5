using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Stacks;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Stacks;

/// <summary>The service <c>backend</c> in an embedded cluster.</summary>
[SupportedOSPlatform("linux")]
internal sealed class StackScene(EmbeddedCluster cluster) : IAsyncDisposable
{
    public const string Deployments = "/apis/apps/v1/namespaces/n/deployments";
    private const string Autoscalers = "/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers";

    public EmbeddedCluster Cluster => cluster;

    public long Fence { get; set; } = 7;

    public KubernetesStacks Stacks => new(cluster.Client, cluster.Discovery, () => Fence);

    public static StackId Old { get; } = new("n", "backend", "backend-old", StackMark.OfRevision("old"));

    public static async Task<StackScene> StartAsync() => new(await EmbeddedCluster.StartAsync());

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>A stack with an autoscaler, a budget and config.</summary>
    public static ServiceStack Stack(string revision, string image = "r/c", string config = "one")
    {
        string labels = Labels(revision);
        ManifestObject[] companions =
        [
            new(Parse($$$"""
                {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"backend-{{{revision}}}","namespace":"n","labels":{{{labels}}} },
                 "spec":{"minReplicas":2,"maxReplicas":6,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"backend-{{{revision}}}"} }}
                """), ""),
            new(Parse($$$"""
                {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"backend-{{{revision}}}","namespace":"n","labels":{{{labels}}} },
                 "spec":{"minAvailable":1,"selector":{"matchLabels":{{{labels}}} } }}
                """), ""),
        ];
        var settings = new ManifestObject(Parse($$$"""
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings-{{{config}}}","namespace":"n","labels":{"sluice.dev/service":"backend"}},"data":{"key":"{{{config}}}"}}
            """), "");
        JsonObject workload = Deployment($"backend-{revision}", null, labels, labels, image);
        return new ServiceStack("backend", revision, new ManifestObject(workload, ""), companions, [settings], 2);
    }

    public static JsonObject Deployment(string name, int? replicas, string selector, string labels, string image = "r/c")
    {
        JsonObject json = Parse($$$"""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"{{{name}}}","namespace":"n","labels":{{{labels}}} },
             "spec":{"selector":{"matchLabels":{{{selector}}} },
             "template":{"metadata":{"labels":{{{labels}}} },"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"{{{image}}}"}]} } }}
            """);
        if (replicas is { } count)
        {
            json["spec"]!["replicas"] = count;
        }

        return json;
    }

    public static string Labels(string revision) => $$"""{"app":"backend","sluice.dev/service":"backend","sluice.dev/revision":"{{revision}}"}""";

    public static Lane Lane(StackId? stable, TrafficRouter router = TrafficRouter.Service) => new(
        new ServicePlacement("backend", "n", new CanaryStrategy("canary", []), NoGate.Instance, router, WarmStack.None),
        Stack("new"),
        stable,
        [new ServicePointer("backend", new ManifestObject(Service("""{"app":"backend"}"""), ""))],
        []);

    public static JsonObject Service(string selector, string name = "backend") => Parse($$$"""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"{{{name}}}","namespace":"n"},"spec":{"selector":{{{selector}}},"ports":[{"name":"http","port":80,"protocol":"TCP","targetPort":8080}]}}
        """);

    public Task ServeAsync(string selector, string name = "backend") => cluster.ApplyAsync($"/api/v1/namespaces/n/services/{name}", Service(selector, name), "sluice-traffic");

    /// <summary>A Deployment as people make one, with the autoscaler that they gave it.</summary>
    public async Task<StackId> AdoptAsync(int pods)
    {
        await cluster.ApplyAsync($"{Deployments}/backend", Deployment("backend", pods, """{"app":"backend"}""", """{"app":"backend"}"""), "kubectl");
        await cluster.ApplyAsync($"{Autoscalers}/people", Parse("""
            {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"people","namespace":"n"},
             "spec":{"minReplicas":1,"maxReplicas":9,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"backend"} }}
            """), "kubectl");
        cluster.Settle();
        string hash = cluster.Store.List("replicasets.apps", "n").Items[0]["metadata"]!["labels"]!["pod-template-hash"]!.ToString();
        return new StackId("n", "backend", "backend", StackMark.OfPodTemplate(hash));
    }

    public async Task MakeAsync(string revision, int pods, bool autoscaled = false)
    {
        Assert.Null(await Stacks.EnsureAsync(Stack(revision), pods, default));
        Assert.Null(autoscaled ? await Stacks.AutoscaleAsync(Stack(revision), default) : null);
        cluster.Settle();
    }

    /// <summary>Does something while the controllers work.</summary>
    public async Task<ClusterProblem?> MeanwhileAsync(Task<ClusterProblem?> work)
    {
        while (!work.IsCompleted)
        {
            cluster.Settle();
            await Task.Delay(5);
        }

        return await work;
    }

    public Task BudgetAsync(string name, string selector) => cluster.ApplyAsync($"/apis/policy/v1/namespaces/n/poddisruptionbudgets/{name}", Parse($$$"""
        {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"{{{name}}}","namespace":"n"},"spec":{"minAvailable":1,"selector":{"matchLabels":{{{selector}}} } }}
        """), "kubectl");

    public int? Replicas(string name) => cluster.Get("deployments.apps", name)?["spec"]?["replicas"]?.GetValue<int>();

    public (int Min, int Max)? Bounds(string name) => cluster.Get("horizontalpodautoscalers.autoscaling", name)?["spec"] is { } spec
        ? (spec["minReplicas"]!.GetValue<int>(), spec["maxReplicas"]!.GetValue<int>())
        : null;

    public string? Note(string resource, string name, string annotation) => cluster.Get(resource, name)?["metadata"]?["annotations"]?[annotation]?.ToString();

    public async Task<StackFacts[]> FindAsync()
    {
        ClusterResult<IReadOnlyList<StackFacts>> found = await Stacks.FindAsync("n", ["backend"], default);
        return [.. found.Value!];
    }

    public async Task<IStackWatch> WatchAsync(Lane lane, TimeProvider? time = null)
    {
        ClusterResult<IStackWatch> watch = await new StackWatcher(cluster.Client, cluster.Discovery, time ?? TimeProvider.System).WatchAsync([lane], default);
        Assert.Empty(watch.Problems);
        return watch.Value!;
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}

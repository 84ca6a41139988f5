using System.Collections.Concurrent;
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

/// <summary>Waiting for what is no Deployment, against a server.</summary>
public sealed class KindWatchTests
{
    private const string Apps = "/apis/apps/v1/namespaces/p25";
    private const string Core = "/api/v1/namespaces/p25";
    private const string Jobs = "/apis/batch/v1/namespaces/p25/jobs";

    private readonly FakeCluster cluster = new()
    {
        Serves = new Fakes.Discovery(("v1", "Namespace Pod Event"), ("apps/v1", "Deployment ReplicaSet StatefulSet"), ("batch/v1", "Job")),
    };

    private readonly Observer observer = new();

    [Fact]
    public async Task Wait_DatabaseOfNoService_IsWaitedFor()
    {
        StatefulSet(ready: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Manifest("apps/v1", "StatefulSet", "db"));
        await Watching(2);
        Assert.False(waiting.IsCompleted);
        StatefulSet(ready: 1);

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.Equal("StatefulSet/db", Assert.Single(observer.Events.OfType<DeployEvent.ServiceReady>()).Service);
    }

    [Fact]
    public async Task Wait_DeploymentOfNoService_IsWaitedFor()
    {
        cluster.Put($"{Apps}/deployments/redis", Parse("""{"metadata":{"name":"redis","uid":"d","generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1}}"""));
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Manifest("apps/v1", "Deployment", "redis"));
        await Watching(3);
        cluster.Put($"{Apps}/deployments/redis", Parse("""{"metadata":{"name":"redis","uid":"d","generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1}}"""));

        Assert.IsType<ReadinessResult.Ready>(await waiting);
    }

    [Fact]
    public async Task Wait_ManyObjectsOfAKind_CostsOneListAndOneWatch()
    {
        for (int i = 0; i < 20; i++)
        {
            cluster.Put($"{Jobs}/j{i}", Job($"j{i}", "{}"));
        }

        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        Task<ReadinessResult> waiting = WaitAsync(server, [.. Enumerable.Range(0, 20).Select(i => Manifest("batch/v1", "Job", $"j{i}"))]);
        await Watching(2);
        for (int i = 0; i < 20; i++)
        {
            cluster.Put($"{Jobs}/j{i}", Job($"j{i}", """{"conditions":[{"type":"Complete","status":"True"}]}"""));
        }

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.Equal(2, cluster.Requests.Count(r => r.StartsWith($"GET {Jobs}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Wait_JobFails_IsSeenAtOnceWithTheLogOfItsPod()
    {
        cluster.Put($"{Jobs}/migrate", Job("migrate", "{}"));
        cluster.Put($"{Core}/pods/migrate-1", Parse("""
            {"metadata":{"name":"migrate-1","uid":"p","ownerReferences":[{"uid":"migrate","controller":true}]},
             "status":{"phase":"Failed","containerStatuses":[{"name":"run","state":{"terminated":{"exitCode":3,"reason":"Error"}}}]}}
            """));
        cluster.Texts[$"{Core}/pods/migrate-1/log"] = "column exists";
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Manifest("batch/v1", "Job", "migrate"));
        await Watching(2);
        Assert.False(waiting.IsCompleted); // one failed pod is not the end of a Job
        cluster.Put($"{Jobs}/migrate", Job("migrate", """{"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded"}]}"""));

        ReadinessFailure failure = Assert.Single(Assert.IsType<ReadinessResult.Failed>(await waiting).Failures);
        Assert.Equal(("Job/migrate", "migrate-1", "run", "BackoffLimitExceeded"), (failure.Service, failure.Pod, failure.Container, failure.State));
        Assert.Equal(["column exists"], failure.LogLines);
    }

    [Fact]
    public async Task Wait_InitContainerCrashes_ShowsItsLog()
    {
        StatefulSet(ready: 0);
        cluster.Texts[$"{Core}/pods/db-0/log?previous"] = "no disk";
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Manifest("apps/v1", "StatefulSet", "db"));
        await Watching(2);
        DatabasePod("b", "Pending", """{"initContainerStatuses":[{"name":"prepare","restartCount":2,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""");

        ReadinessFailure failure = Assert.Single(Assert.IsType<ReadinessResult.Failed>(await waiting).Failures);
        Assert.Equal(("StatefulSet/db", "prepare", "CrashLoopBackOff"), (failure.Service, failure.Container, failure.State));
        Assert.Equal(["no disk"], failure.LogLines);
    }

    [Fact]
    public async Task Wait_PodOfTheEarlierRevisionCrashes_IsNotTheNewOnesFault()
    {
        StatefulSet(ready: 0);
        DatabasePod("a", "Running", """{"containerStatuses":[{"name":"db","restartCount":9,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""");
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Manifest("apps/v1", "StatefulSet", "db"));
        await Watching(2);
        StatefulSet(ready: 1);

        Assert.IsType<ReadinessResult.Ready>(await waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_WatchClosesOrForgets_GoesOn(bool forget)
    {
        StatefulSet(ready: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Manifest("apps/v1", "StatefulSet", "db"));
        await Watching(2);
        if (forget)
        {
            cluster.Compact();
        }

        cluster.CloseWatches();
        StatefulSet(ready: 1);

        Assert.IsType<ReadinessResult.Ready>(await waiting);
    }

    [Fact]
    public async Task Wait_SomeoneDeletesIt_IsSaid()
    {
        StatefulSet(ready: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, Manifest("apps/v1", "StatefulSet", "db"), Manifest("batch/v1", "Job", "never-there"));
        await Watching(3);
        cluster.Remove($"{Apps}/statefulsets/db");

        Assert.Equal("Deleted", Assert.Single(Assert.IsType<ReadinessResult.Failed>(await waiting).Failures).State);
    }

    [Fact]
    public async Task Wait_NothingThatBecomesReady_AsksNothing()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(server, Manifest("v1", "ConfigMap", "c"), Manifest("networking.k8s.io/v1", "NetworkPolicy", "p")));

        Assert.Empty(cluster.Requests);
    }

    [Fact]
    public async Task Wait_KindThatTheServerDoesNotName_DoesNotBlock()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(server, Manifest("example.com/v1", "Thing", "t")));
    }

    [Fact]
    public async Task Wait_ReadyForAMomentOnly_IsNotReady()
    {
        StatefulSet(ready: 0);
        var time = new ManualClock();
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = Patient(server, time);

        Task<ReadinessResult> waiting = new ReadinessWatcher(client, time, TimeSpan.FromSeconds(1)).WaitAsync(Request(Manifest("apps/v1", "StatefulSet", "db")), observer, default);
        await Watching(2);
        for (int i = 0; i < 5; i++)
        {
            StatefulSet(ready: 1);
            await Until(() => observer.Events.OfType<DeployEvent.ServiceReady>().Any());
            time.Advance(TimeSpan.FromSeconds(0.5));
            await ShownAsync(ready: 0);
        }

        Assert.False(waiting.IsCompleted);
        StatefulSet(ready: 1);
        await Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(0.1));
            return waiting.IsCompleted;
        });
        Assert.IsType<ReadinessResult.Ready>(await waiting);

        // What the pod shows tells when the watch has brought the change of the set before it.
        async Task ShownAsync(int ready)
        {
            StatefulSet(ready);
            string name = $"seen-{cluster.Requests.Count}-{Guid.NewGuid():N}";
            DatabasePod("b", "Pending", "{}", name);
            await Until(() => observer.Events.OfType<DeployEvent.PodChanged>().Any(e => e.Pod == name));
        }
    }

    [Fact]
    public async Task Wait_ReadyAtTheFirstLook_NeedsNoProofOfStability()
    {
        StatefulSet(ready: 1);
        var time = new ManualClock();
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = Patient(server, time);

        Assert.IsType<ReadinessResult.Ready>(await new ReadinessWatcher(client, time).WaitAsync(Request(Manifest("apps/v1", "StatefulSet", "db")), observer, default));
    }

    private async Task<ReadinessResult> WaitAsync(TestServer server, params ManifestObject[] objects)
    {
        using ApiClient client = server.Client();
        return await new ReadinessWatcher(client, TimeProvider.System, TimeSpan.Zero).WaitAsync(Request(objects), observer, default);
    }

    private static ReadinessRequest Request(params ManifestObject[] objects) => new("p25", [], TimeSpan.FromSeconds(60)) { Objects = objects };

    private static ApiClient Patient(TestServer server, TimeProvider time) => new(
        new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = server.Url }),
        new ApiClientOptions { AttemptTimeout = TimeSpan.FromHours(1), WatchDuration = TimeSpan.FromHours(1) },
        time);

    private Task Watching(int count) => Until(() => cluster.WatchCount >= count);

    private static Task Until(Func<bool> condition) => ApiClientTests.Until(condition);

    private void StatefulSet(int ready) => cluster.Put($"{Apps}/statefulsets/db", Parse($$"""
        {"metadata":{"name":"db","uid":"s","generation":1},"spec":{"replicas":1},
         "status":{"observedGeneration":1,"replicas":1,"readyReplicas":{{ready}},"updatedReplicas":1,"updateRevision":"b","currentRevision":"a"} }
        """));

    private void DatabasePod(string revision, string phase, string containers, string name = "db-0")
    {
        JsonObject status = Parse(containers);
        status["phase"] = phase;
        JsonObject pod = Parse($$"""{"metadata":{"name":"{{name}}","uid":"{{name}}","labels":{"controller-revision-hash":"{{revision}}"},"ownerReferences":[{"uid":"s","controller":true}]} }""");
        pod["status"] = status;
        cluster.Put($"{Core}/pods/{name}", pod);
    }

    private static JsonObject Job(string name, string status) => Parse($$"""{"metadata":{"name":"{{name}}","uid":"{{name}}"},"spec":{},"status":{{status}} }""");

    private static ManifestObject Manifest(string apiVersion, string kind, string name) =>
        new(new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = new JsonObject { ["name"] = name } }, "k8s/x.yaml");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private sealed class Observer : IDeployObserver
    {
        public ConcurrentQueue<DeployEvent> Events { get; } = new();

        public void On(DeployEvent deployEvent) => Events.Enqueue(deployEvent);
    }
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Tests.Api;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Readiness;

public class ReadinessWatcherTests
{
    private const string Apps = "/apis/apps/v1/namespaces/p25";
    private const string Core = "/api/v1/namespaces/p25";

    private readonly FakeCluster cluster = new();
    private readonly Observer observer = new();

    [Fact]
    public async Task Wait_AlreadyServing_AnswersAfterOneList()
    {
        Deployment(ready: 1);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Assert.IsType<ReadinessResult.Ready>(await WaitAsync(server, "backend", "has-no-deployment"));

        Assert.Equal($"GET {Apps}/deployments", Assert.Single(cluster.Requests));
    }

    [Fact]
    public async Task Wait_BecomesReady_IsSeenAndReported()
    {
        Deployment(ready: 0);
        Pod("""{"waiting":{"reason":"ContainerCreating"}}""", "Pending");
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, "backend");
        await Watching();
        Pod("""{"running":{}}""", "Running", ready: true);
        Deployment(ready: 1);

        Assert.IsType<ReadinessResult.Ready>(await waiting);

        // Pods and Deployments come over two watches; the Deployment may win, and then nobody waits for the pod's news.
        string[] states = [.. observer.Events.OfType<DeployEvent.PodChanged>().Select(e => e.State)];
        Assert.Equal("ContainerCreating", states[0]);
        Assert.All(states.Skip(1), state => Assert.Equal("Ready", state));
        Assert.Single(observer.Events.OfType<DeployEvent.ServiceReady>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_WatchClosesOrForgets_GoesOn(bool forget)
    {
        Deployment(ready: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, "backend");
        await Watching();
        if (forget)
        {
            cluster.Compact();
        }

        Deployment(ready: 0);
        cluster.CloseWatches();
        Deployment(ready: 1);

        Assert.IsType<ReadinessResult.Ready>(await waiting);
    }

    [Fact]
    public async Task Wait_ServerFailsForAWhile_ReconnectsAndSaysSo()
    {
        Deployment(ready: 0);
        int failures = 0;
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        Task<ReadinessResult> waiting = WaitAsync(server, "backend");
        await Watching();
        cluster.Intercept = (context, _) => context.Request.Query.ContainsKey("watch") && Interlocked.Increment(ref failures) <= 3
            ? (503, FakeCluster.Status(503, "ServiceUnavailable", "starting"))
            : null;

        cluster.CloseWatches();
        await Until(() => Volatile.Read(ref failures) >= 3);
        Deployment(ready: 1);

        Assert.IsType<ReadinessResult.Ready>(await waiting);
        Assert.NotEmpty(observer.Events.OfType<DeployEvent.Reconnecting>());
    }

    [Fact]
    public async Task Wait_CrashLoop_FailsAtOnceWithLogAndWarnings()
    {
        Deployment(ready: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        cluster.Texts[$"{Core}/pods/backend-1/log?previous"] = string.Join('\n', Enumerable.Range(1, 30).Select(i => $"line {i}"));
        cluster.Put($"{Core}/events/e", (JsonObject)JsonNode.Parse("""{"type":"Warning","reason":"BackOff","message":"Back-off restarting","count":3,"involvedObject":{"kind":"Pod","name":"backend-1"}}""")!);

        Task<ReadinessResult> waiting = WaitAsync(server, "backend");
        await Watching();
        Pod("""{"waiting":{"reason":"CrashLoopBackOff"}}""", "Running", restarts: 2);

        var failed = Assert.IsType<ReadinessResult.Failed>(await waiting);
        ReadinessFailure failure = Assert.Single(failed.Failures);
        Assert.Equal(("backend", "backend-1", "backend", "CrashLoopBackOff"), (failure.Service, failure.Pod, failure.Container, failure.State));
        Assert.Equal(20, failure.LogLines.Count);
        Assert.Equal("line 30", failure.LogLines[^1]);
        Assert.Equal(["BackOff: Back-off restarting (3 times)"], failure.Warnings);
        Assert.Contains("exit code 134", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_ContainerIsRestartedWhileItsLogIsFetched_ShowsTheLogOfTheCrash()
    {
        Deployment(ready: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        cluster.Texts[$"{Core}/pods/backend-1/log"] = "";
        cluster.Intercept = (context, _) =>
        {
            if (context.Request.Path.Value!.EndsWith("/log", StringComparison.Ordinal) && !context.Request.Query.ContainsKey("previous"))
            {
                cluster.Texts[$"{Core}/pods/backend-1/log?previous"] = "no database";
            }

            return null;
        };

        Task<ReadinessResult> waiting = WaitAsync(server, "backend");
        await Watching();
        Pod("""{"waiting":{"reason":"CrashLoopBackOff"}}""", "Running", restarts: 0);

        var failed = Assert.IsType<ReadinessResult.Failed>(await waiting);
        Assert.Equal(["no database"], Assert.Single(failed.Failures).LogLines);
    }

    [Fact]
    public async Task Wait_OldPodsCrashWhileTheFixRollsOut_IsNotTheirFault()
    {
        Deployment(ready: 0);
        ReplicaSet("old", "image:broken");
        Pod("""{"waiting":{"reason":"CrashLoopBackOff"}}""", "Running", restarts: 9, owner: "old");
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        Task<ReadinessResult> waiting = WaitAsync(server, "backend");
        await Watching();
        Deployment(ready: 1);

        Assert.IsType<ReadinessResult.Ready>(await waiting);
    }

    [Fact]
    public async Task Wait_FlappingPod_DoesNotExtendTheDeadline()
    {
        Deployment(ready: 0);
        Pod("""{"running":{}}""", "Running");
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        var time = new ManualClock();
        using var client = new ApiClient(
            new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = server.Url }),
            new ApiClientOptions { AttemptTimeout = TimeSpan.FromHours(1), WatchDuration = TimeSpan.FromHours(1) },
            time);

        Task<ReadinessResult> waiting = new ReadinessWatcher(client, time, TimeSpan.Zero).WaitAsync(new ReadinessRequest("p25", ["backend"], TimeSpan.FromSeconds(20)), observer, default);
        await Watching();
        for (int i = 0; i < 21; i++)
        {
            Pod("""{"running":{}}""", "Running", ready: i % 2 == 0);
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return waiting.IsCompleted;
        });
        var late = Assert.IsType<ReadinessResult.TimedOut>(await waiting);
        Assert.Contains("not ready after 20 s", Assert.Single(late.Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_Forbidden_IsUnreachableWithTheReason()
    {
        cluster.Intercept = (_, _) => (403, FakeCluster.Status(403, "Forbidden", "deployments.apps is forbidden: User \"me\" cannot list"));
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);

        var result = Assert.IsType<ReadinessResult.Unreachable>(await WaitAsync(server, "backend"));

        Assert.Equal(ClusterProblemKind.Forbidden, result.Problem.Kind);
    }

    [Fact]
    public async Task Wait_Cancelled_Throws()
    {
        Deployment(ready: 0);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using var cancel = new CancellationTokenSource();
        using ApiClient client = server.Client();

        Task<ReadinessResult> waiting = new ReadinessWatcher(client, TimeProvider.System, TimeSpan.Zero).WaitAsync(new ReadinessRequest("p25", ["backend"], TimeSpan.FromMinutes(1)), observer, cancel.Token);
        await Watching();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private async Task<ReadinessResult> WaitAsync(TestServer server, params string[] services)
    {
        using ApiClient client = server.Client();
        return await new ReadinessWatcher(client, TimeProvider.System, TimeSpan.Zero).WaitAsync(new ReadinessRequest("p25", services, TimeSpan.FromSeconds(20)), observer, default);
    }

    private Task Watching() => Until(() => cluster.WatchCount >= 3);

    private static Task Until(Func<bool> condition) => ApiClientTests.Until(condition);

    private void Deployment(int ready)
    {
        ReplicaSet("new", "image:fixed");
        cluster.Put($"{Apps}/deployments/backend", Parse($$"""
            {"metadata":{"name":"backend","uid":"d","generation":2},
             "spec":{"replicas":1,"template":{{Template("image:fixed", "")}} },
             "status":{"observedGeneration":2,"replicas":1,"updatedReplicas":1,"availableReplicas":{{ready}} } }
            """));
    }

    private void ReplicaSet(string name, string image) => cluster.Put($"{Apps}/replicasets/{name}", Parse($$"""
        {"metadata":{"name":"{{name}}","uid":"{{name}}","ownerReferences":[{"uid":"d","controller":true}]},"spec":{"template":{{Template(image, name)}} } }
        """));

    private void Pod(string state, string phase, bool ready = false, int restarts = 0, string owner = "new") => cluster.Put($"{Core}/pods/backend-1", Parse($$"""
        {"metadata":{"name":"backend-1","uid":"p-{{owner}}","ownerReferences":[{"uid":"{{owner}}","controller":true}]},
         "status":{"phase":"{{phase}}","conditions":[{"type":"Ready","status":"{{ready}}"}],
          "containerStatuses":[{"name":"backend","image":"i","ready":{{(ready ? "true" : "false")}},"restartCount":{{restarts}},"state": {{state}} ,"lastState":{"terminated":{"exitCode":134,"reason":"Error"} } }]} }
        """));

    private static string Template(string image, string hash) =>
        $$"""{"metadata":{"labels":{"app":"backend"{{(hash.Length == 0 ? "" : $",\"pod-template-hash\":\"{hash}\"")}} } },"spec":{"containers":[{"name":"backend","image":"{{image}}"}]} }""";

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    private sealed class Observer : IDeployObserver
    {
        public ConcurrentQueue<DeployEvent> Events { get; } = new();

        public void On(DeployEvent deployEvent) => Events.Enqueue(deployEvent);
    }
}

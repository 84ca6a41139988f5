using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Stacks;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Stacks;

/// <summary>A cluster that does not answer, or not for a while.</summary>
[SupportedOSPlatform("linux")]
public sealed class StackWatchLossTests : IAsyncLifetime
{
    private static readonly Lane s_lane = StackScene.Lane(null);

    private readonly FakeCluster cluster = new()
    {
        Serves = new Sluice.Kubernetes.Tests.Fakes.Discovery(
            ("v1", "Namespace Service Pod"), ("apps/v1", "Deployment ReplicaSet"), ("autoscaling/v1", "HorizontalPodAutoscaler"), ("discovery.k8s.io/v1beta1", "EndpointSlice")),
    };

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
    public async Task See_ConnectionIsLost_IsUnknownUntilItIsBack()
    {
        await using IStackWatch watch = (await WatchAsync()).Value!;
        LaneSight? before = watch.See(s_lane);

        cluster.Intercept = (_, _) => (503, FakeCluster.Status(503, "ServiceUnavailable", "restarting"));
        cluster.CloseWatches();
        await SeenAsync(watch, sight => sight is null);
        ClusterProblem? problem = watch.Problem;
        IReadOnlyList<Rollouts.Metrics.PodFacts>? pods = watch.Pods(s_lane.CandidateId);
        cluster.Intercept = (_, _) => null;
        cluster.Put("/apis/apps/v1/namespaces/n/deployments/backend-new", StackScene.Deployment("backend-new", 4, StackScene.Labels("new"), StackScene.Labels("new")));
        LaneSight? after = await SeenAsync(watch, sight => sight?.Candidate is { Pods: 4 });

        Assert.NotNull(before);
        Assert.Equal(ClusterProblemKind.Unreachable, problem!.Kind);
        Assert.Null(pods);
        Assert.NotNull(after);
        Assert.Null(watch.Problem);
    }

    [Fact]
    public async Task See_RightIsTakenAway_SaysWhichAndStaysUnknown()
    {
        await using IStackWatch watch = (await WatchAsync()).Value!;
        watch.See(s_lane);

        cluster.Intercept = (context, _) => context.Request.Path.Value!.EndsWith("/pods", StringComparison.Ordinal)
            ? (403, FakeCluster.Status(403, "Forbidden", "pods is forbidden: User \"me\" cannot watch"))
            : null;
        cluster.CloseWatches();
        await SeenAsync(watch, sight => sight is null);

        Assert.Equal(ClusterProblemKind.Forbidden, watch.Problem!.Kind);
        Assert.Contains("watching pods", watch.Problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_SomeListsAreForbidden_NamesAllOfThem()
    {
        cluster.Intercept = (context, _) => context.Request.Path.Value!.EndsWith("/pods", StringComparison.Ordinal) || context.Request.Path.Value.EndsWith("/services", StringComparison.Ordinal)
            ? (403, FakeCluster.Status(403, "Forbidden", "no"))
            : null;

        ClusterResult<IStackWatch> result = await WatchAsync();

        Assert.Equal(2, result.Problems.Count);
        Assert.Contains(result.Problems, p => p.What.StartsWith("reading pods of n", StringComparison.Ordinal));
        Assert.Contains(result.Problems, p => p.What.StartsWith("reading services of n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Find_OlderVersionsOnly_ReadsThese()
    {
        cluster.Put("/apis/apps/v1/namespaces/n/deployments/backend-new", StackScene.Deployment("backend-new", 4, StackScene.Labels("new"), StackScene.Labels("new")));
        cluster.Put("/apis/autoscaling/v1/namespaces/n/horizontalpodautoscalers/backend-new", (JsonObject)StackScene.Stack("new").Companions[0].Json.DeepClone());

        ClusterResult<IReadOnlyList<StackFacts>> found = await new KubernetesStacks(client, new ApiDiscovery(client), () => 7).FindAsync("n", ["backend"], default);

        Assert.True(Assert.Single(found.Value!).IsAutoscaled);
    }

    private Task<ClusterResult<IStackWatch>> WatchAsync() => new StackWatcher(client, new ApiDiscovery(client), TimeProvider.System).WatchAsync([s_lane], default);

    private static async Task<LaneSight?> SeenAsync(IStackWatch watch, Func<LaneSight?, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            LaneSight? sight = watch.See(s_lane);
            if (condition(sight))
            {
                return sight;
            }

            await watch.ChangedAsync(limit.Token);
        }
    }
}

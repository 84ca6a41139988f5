using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Tests.Api;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Stacks;

/// <summary>Services that are updated in place, as a rollout sees and changes them.</summary>
[SupportedOSPlatform("linux")]
public sealed class RollingTests : IAsyncLifetime
{
    private readonly TaskCompletionSource<StackScene> _scene = new();

    private StackScene Scene => _scene.Task.Result;

    private KubernetesTraffic Traffic => new(Scene.Cluster.Client, Scene.Cluster.Discovery, () => Scene.Fence);

    public async Task InitializeAsync() => _scene.SetResult(await StackScene.StartAsync());

    public async Task DisposeAsync() => await Scene.DisposeAsync();

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("DaemonSet")]
    public async Task SetAsync_ThereAndBack_TheWorkloadHasWhatWasRenderedAndItsPodsAreToldApart(string kind)
    {
        Assert.Null(await Traffic.SetAsync(Lane(kind, stable: null), 100, default));
        Scene.Cluster.Settle();
        Lane lane = await LaneAsync(kind);

        await SeenAsync(lane, sight => sight is { Weight: 0, Asked: 0, Stable: { Pods: > 0 } stable, Candidate.Pods: 0 } && stable.Ready == stable.Pods);
        Assert.Null(await Traffic.SetAsync(lane, 100, default));
        Scene.Cluster.Settle();
        await SeenAsync(lane, sight => sight is { Weight: 100, Asked: 100, IsPromoted: true, Served: 100, Stable.Ready: 0, Candidate: { Failure: null } candidate } && candidate.Ready == candidate.Pods);
        Assert.NotNull(Scene.Cluster.Get("configmaps", "settings-new"));

        Assert.Null(await Traffic.SetAsync(lane, 0, default));
        Scene.Cluster.Settle();
        await SeenAsync(lane, sight => sight is { Weight: 0, Asked: 0, Candidate.Pods: 0, Stable: { } stable } && stable.Ready == stable.Pods);
    }

    [Fact]
    public async Task FindRollingAsync_NotThere_Nothing()
    {
        ClusterResult<IReadOnlyList<StackFacts>> found = await Scene.Stacks.FindRollingAsync("n", [Workload("StatefulSet", "old")], default);

        Assert.Empty(found.Value!);
    }

    [Fact]
    public async Task Pods_OfBothRevisions_AreEachTheirOwn()
    {
        Assert.Null(await Traffic.SetAsync(Lane("Deployment", stable: null), 100, default));
        Scene.Cluster.Settle();
        Lane lane = await LaneAsync("Deployment");
        await using IStackWatch watch = await Scene.WatchAsync(lane);

        Assert.Equal(2, watch.Pods(lane.Stable!)!.Count);
        Assert.Empty(watch.Pods(lane.CandidateId)!);
    }

    [Fact]
    public async Task SetAsync_WrittenUnderALaterLock_NothingIsChanged()
    {
        Assert.Null(await Traffic.SetAsync(Lane("Deployment", stable: null), 100, default));
        Lane lane = await LaneAsync("Deployment");
        Scene.Fence = 9;
        Assert.Null(await Traffic.SetAsync(lane, 100, default));
        Scene.Fence = 8;

        ClusterProblem? problem = await Traffic.SetAsync(lane, 0, default);

        Assert.Equal(ClusterProblemKind.LockLost, problem!.Kind);
        Assert.Equal("new", Scene.Cluster.Get("deployments.apps", "backend")!["spec"]!["template"]!["metadata"]!["labels"]!["sluice.dev/revision"]!.ToString());
    }

    [Fact]
    public async Task SetAsync_NobodyKeptWhatWasBefore_SaysHowToGoBack()
    {
        Assert.Null(await Traffic.SetAsync(Lane("StatefulSet", stable: null), 100, default));
        Lane lane = await LaneAsync("StatefulSet");

        ClusterProblem? problem = await Traffic.SetAsync(lane with { Earlier = null }, 0, default);

        Assert.Equal("kubectl -n n rollout undo statefulset backend", problem!.Next);
    }

    [Fact]
    public Task SetAsync_APart_Refused() => Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Traffic.SetAsync(Lane("Deployment", stable: null), 50, default));

    private async Task<Lane> LaneAsync(string kind)
    {
        ClusterResult<IReadOnlyList<StackFacts>> found = await Scene.Stacks.FindRollingAsync("n", [Workload(kind, "new")], default);
        StackFacts live = Assert.Single(found.Value!);
        Assert.Equal(("old", kind), (live.Revision, live.Id.Kind));
        return Lane(kind, live.Id) with { Candidate = Workload(kind, "new"), Earlier = Workload(kind, "old") };
    }

    /// <summary>Looks until it is so.</summary>
    private async Task SeenAsync(Lane lane, Func<LaneSight, bool> isSo)
    {
        await using IStackWatch watch = await Scene.WatchAsync(lane);
        await ApiClientTests.Until(() =>
        {
            Scene.Cluster.Settle();
            return watch.See(lane) is { } sight && isSo(sight);
        });
    }

    private static Lane Lane(string kind, StackId? stable) => new(
        new ServicePlacement("backend", "n", new RollingStrategy("rolling"), NoGate.Instance, TrafficRouter.Service, WarmStack.None), Workload(kind, "old"), stable, [], [])
    {
        IsRolling = true,
    };

    private static ServiceStack Workload(string kind, string revision)
    {
        JsonObject json = StackScene.Deployment("backend", 2, """{"app":"backend"}""", StackScene.Labels(revision));
        json["kind"] = kind;
        if (kind == "StatefulSet")
        {
            json["spec"]!["serviceName"] = "backend";
        }
        else if (kind == "DaemonSet")
        {
            ((JsonObject)json["spec"]!).Remove("replicas");
        }

        var settings = new ManifestObject(StackScene.Parse($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings-{{{revision}}}","namespace":"n"},"data":{"key":"{{{revision}}}"}}"""), "");
        return new ServiceStack("backend", revision, new ManifestObject(json, ""), [], [settings], 2);
    }
}

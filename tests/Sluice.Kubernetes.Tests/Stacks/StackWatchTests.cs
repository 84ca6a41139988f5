using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Stacks;

[SupportedOSPlatform("linux")]
public sealed class StackWatchTests
{
    [Fact]
    public async Task See_FirstRelease_HasNoStacksYet()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.ServeAsync("""{"app":"backend"}""");
        await using IStackWatch watch = await scene.WatchAsync(StackScene.Lane(null));

        LaneSight sight = watch.See(StackScene.Lane(null))!;

        Assert.Equal((new StackSight(0, 0), new StackSight(0, 0)), (sight.Stable, sight.Candidate));
        Assert.Null(watch.Problem);
    }

    [Fact]
    public async Task See_CandidateComesUpAndTrafficMoves_IsFollowed()
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(StackScene.Old);
        await scene.MakeAsync("old", 2);
        await scene.ServeAsync(StackScene.Labels("old"));
        scene.Cluster.Settle();
        await using IStackWatch watch = await scene.WatchAsync(lane);
        LaneSight begun = watch.See(lane)!;

        await scene.MakeAsync("new", 3);
        LaneSight up = await SeenAsync(watch, lane, s => s.Candidate is { Pods: 3, Ready: 3 });
        await scene.ServeAsync(StackScene.Labels("new"));
        scene.Cluster.Settle();
        LaneSight moved = await SeenAsync(watch, lane, s => s.IsPromoted);

        Assert.Equal((new StackSight(2, 2), new StackSight(0, 0), 0, false), (begun.Stable, begun.Candidate, begun.Weight, begun.IsPromoted));
        Assert.Equal((new StackSight(2, 2), new StackSight(3, 3), 0), (up.Stable, up.Candidate, up.Weight));
        Assert.Equal((100, 100.0), (moved.Weight, moved.Served));
        Assert.Equal(["new", "new", "new"], watch.Pods(lane.CandidateId)!.Select(pod => pod.Revision));
        Assert.All(watch.Pods(lane.CandidateId)!, pod => Assert.True(pod.Ready));
    }

    [Fact]
    public async Task See_AdoptedDeployment_CountsThePodsOfItsTemplateOnly()
    {
        await using StackScene scene = await StackScene.StartAsync();
        StackId plain = await scene.AdoptAsync(2);
        Lane lane = StackScene.Lane(plain);
        await using IStackWatch watch = await scene.WatchAsync(lane);
        LaneSight before = watch.See(lane)!;

        await scene.Cluster.ApplyAsync($"{StackScene.Deployments}/backend", StackScene.Deployment("backend", 2, """{"app":"backend"}""", """{"app":"backend"}""", "r/somebody-elses"), "kubectl");
        scene.Cluster.Settle();

        Assert.Equal(new StackSight(2, 2), before.Stable);
        await SeenAsync(watch, lane, s => s.Stable is { Ready: 0 });
    }

    [Fact]
    public async Task See_CandidateCannotPullItsImage_FailsWithPodAndReason()
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(null);
        await scene.MakeAsync("new", 1);
        await using IStackWatch watch = await scene.WatchAsync(lane);
        string pod = scene.Cluster.Store.List("pods", "n").Items[0]["metadata"]!["name"]!.ToString();

        Break(scene, pod, """{"waiting":{"reason":"ImagePullBackOff","message":"manifest unknown"}}""");

        LaneSight sight = await SeenAsync(watch, lane, s => s.Candidate?.Failure is not null);
        Assert.StartsWith($"pod {pod}: ImagePullBackOff: the image", sight.Candidate!.Failure, StringComparison.Ordinal);
        Assert.Contains("manifest unknown", sight.Candidate.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task See_PullMayYetSucceed_FailsOnlyAfterItsGrace()
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(null);
        var time = new ManualClock();
        await scene.MakeAsync("new", 1);
        await using IStackWatch watch = await scene.WatchAsync(lane, time);

        Break(scene, scene.Cluster.Store.List("pods", "n").Items[0]["metadata"]!["name"]!.ToString(), """{"waiting":{"reason":"ErrImagePull","message":"i/o timeout"}}""");
        LaneSight within = await SeenAsync(watch, lane, s => s.Candidate is { Ready: 0 });
        time.Advance(TimeSpan.FromSeconds(16));

        Assert.Null(within.Candidate!.Failure);
        LaneSight beyond = await SeenAsync(watch, lane, s => s.Candidate?.Failure is not null);
        Assert.Contains("i/o timeout", beyond.Candidate!.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task See_HeldAndWarm_AreRead()
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(StackScene.Old);
        await scene.MakeAsync("old", 2);
        await using IStackWatch watch = await scene.WatchAsync(lane);
        LaneSight before = watch.See(lane)!;

        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 2, default));
        LaneSight held = await SeenAsync(watch, lane, s => s.IsHeld);
        Assert.Null(await scene.Stacks.AutoscaleAsync(StackScene.Stack("old"), default));
        LaneSight released = await SeenAsync(watch, lane, s => !s.IsHeld);
        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 4, default));
        await SeenAsync(watch, lane, s => s.IsHeld);
        Assert.Null(await scene.Stacks.KeepWarmAsync(StackScene.Old, null, default));
        await SeenAsync(watch, lane, s => s is { IsWarm: true, IsHeld: false });

        Assert.Equal((false, false), (before.IsHeld, before.IsWarm));
        Assert.False(held.IsWarm);
        Assert.False(released.IsWarm);
    }

    [Fact]
    public async Task See_StableWasDeleted_IsNotWaitedForToBeWarm()
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(StackScene.Old);
        await using IStackWatch watch = await scene.WatchAsync(lane);

        LaneSight sight = watch.See(lane)!;

        Assert.Equal((new StackSight(0, 0), true, false), (sight.Stable, sight.IsWarm, sight.IsHeld));
    }

    [Fact]
    public async Task Changed_NothingNew_WaitsForTheNextChange()
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(null);
        await using IStackWatch watch = await scene.WatchAsync(lane);
        watch.See(lane);

        Task changed = watch.ChangedAsync(default);
        Assert.False(changed.IsCompleted);
        await scene.ServeAsync("""{"app":"backend"}""");
        await changed.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(watch.ChangedAsync(default).IsCompleted);
        watch.See(lane);
    }

    [Fact]
    public async Task Changed_Cancelled_Throws()
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(null);
        await using IStackWatch watch = await scene.WatchAsync(lane);
        watch.See(lane);
        using var cancel = new CancellationTokenSource();

        Task changed = watch.ChangedAsync(cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => changed);
    }

    [Theory]
    [InlineData(TrafficRouter.Service)]
    [InlineData(TrafficRouter.GatewayApi)]
    public async Task Watch_ManyPods_SendsNoMoreRequests(TrafficRouter router)
    {
        await using StackScene scene = await StackScene.StartAsync();
        Lane lane = StackScene.Lane(StackScene.Old, router);
        await scene.MakeAsync("old", 30);
        long before = scene.Cluster.Client.Requests;

        await using IStackWatch watch = await scene.WatchAsync(lane);
        await SeenAsync(watch, lane, s => s.Stable is { Ready: 30 });

        Assert.InRange(scene.Cluster.Client.Requests - before, 1, 20);
    }

    /// <summary>Looks again after every change.</summary>
    private static async Task<LaneSight> SeenAsync(IStackWatch watch, Lane lane, Func<LaneSight, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (watch.See(lane) is { } sight && condition(sight))
            {
                return sight;
            }

            await watch.ChangedAsync(limit.Token);
        }
    }

    private static void Break(StackScene scene, string pod, string state)
    {
        scene.Cluster.Change("pods", pod, json =>
        {
            json["status"]!["phase"] = "Pending";
            json["status"]!["conditions"] = new JsonArray(StackScene.Parse("""{"type":"Ready","status":"False","lastTransitionTime":"2020-01-01T00:00:00Z"}"""));
            json["status"]!["containerStatuses"] = new JsonArray(StackScene.Parse($$"""{"name":"c","image":"r/c","ready":false,"restartCount":0,"state":{{state}} }"""));
        });
        scene.Cluster.Settle();
    }
}

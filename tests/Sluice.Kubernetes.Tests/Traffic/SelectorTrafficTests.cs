using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Tests.Traffic;

/// <summary>The routers <c>service</c> and <c>replicas</c>, which write nothing but selectors.</summary>
[SupportedOSPlatform("linux")]
public sealed class SelectorTrafficTests
{
    private const string Old = "app=backend,sluice.dev/revision=old,sluice.dev/service=backend";
    private const string New = "app=backend,sluice.dev/revision=new,sluice.dev/service=backend";
    private const string Both = "app=backend,sluice.dev/service=backend";

    private static readonly Lane ByService = TrafficScene.Lane(TrafficRouter.Service, TrafficScene.Stable);
    private static readonly Lane ByReplicas = TrafficScene.Lane(TrafficRouter.Replicas, TrafficScene.Stable);

    [Fact]
    public async Task Set_0OnAFreshService_NamesStableAndServesWhatItServed()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync(candidate: 0);

        Assert.Null(await scene.SetAsync(ByService, 0));

        Assert.Equal(Old, scene.Selector);
        Assert.Equal("7", scene.Annotation("sluice.dev/fence"));
        Assert.Equal(new TrafficSight(0, 0, false), await scene.ReadAsync(ByService));
    }

    [Fact]
    public async Task Set_0ThenTheServiceIsAppliedWithoutSelector_ItStays()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync(candidate: 0);
        await scene.SetAsync(ByService, 0);

        await scene.ServeAsync(TrafficScene.WithoutSelector());

        Assert.Equal(Old, scene.Selector);
        JsonNode owner = Assert.Single(scene.Cluster.Get("services", "backend")!["metadata"]!["managedFields"]!.AsArray(), m => m!["fieldsV1"]!["f:spec"]?["f:selector"] is not null)!;
        Assert.Equal("sluice-traffic", owner["manager"]!.ToString());
    }

    [Fact]
    public async Task Set_100And0_MoveAllNewConnections()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.SetAsync(ByService, 0);
        scene.Cluster.Settle();

        Assert.Null(await scene.SetAsync(ByService, 100));
        TrafficSight early = await scene.ReadAsync(ByService, settled: false);
        TrafficSight there = await scene.ReadAsync(ByService);
        Assert.Null(await scene.PromoteAsync(ByService));
        TrafficSight promoted = await scene.ReadAsync(ByService);
        Assert.Null(await scene.SetAsync(ByService, 0));
        TrafficSight back = await scene.ReadAsync(ByService);

        Assert.Equal(new TrafficSight(null, 0, false), early);
        Assert.Equal(new TrafficSight(100, 100, true), there);
        Assert.Equal(new TrafficSight(100, 100, true), promoted);
        Assert.Equal(new TrafficSight(0, 0, false), back);
    }

    [Fact]
    public async Task Set_BetweenByService_IsRefused()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => scene.SetAsync(ByService, 50));
    }

    [Fact]
    public async Task Set_Between_SharesByPods()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.SetAsync(ByReplicas, 0);
        scene.Cluster.Settle();

        Assert.Null(await scene.SetAsync(ByReplicas, 20));
        TrafficSight early = await scene.ReadAsync(ByReplicas, settled: false);
        TrafficSight shared = await scene.ReadAsync(ByReplicas);

        Assert.Equal(Both, scene.Selector);
        Assert.Null(early.Weight);
        Assert.Equal(new TrafficSight(20, 25, false), shared);

        Assert.Null(await scene.SetAsync(ByReplicas, 100));
        Assert.Equal(new TrafficSight(100, 100, true), await scene.ReadAsync(ByReplicas));
        Assert.Equal(New, scene.Selector);
        Assert.Null(scene.Annotation("sluice.dev/weight"));
    }

    [Fact]
    public async Task Read_SharedAndTheCandidatesLastPodIsGone_IsTheWeightAskedForAndNothingServed()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.SetAsync(ByReplicas, 20);
        scene.Cluster.Settle();
        scene.Cluster.Change("deployments.apps", "backend-new", d => d["spec"]!["replicas"] = 0);

        Assert.Equal(new TrafficSight(20, 0, false), await scene.ReadAsync(ByReplicas));
    }

    [Fact]
    public async Task Read_AnotherStacksPodBehindTheService_IsUnknown()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.SetAsync(ByReplicas, 20);
        await scene.DeployAsync("backend-third", 1, TrafficScene.Labels("third"));

        Assert.Equal(TrafficSight.Unknown, await scene.ReadAsync(ByReplicas));
    }

    [Fact]
    public async Task Set_BetweenWhileAThirdStackHasPods_IsRefusedWithItsName()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.SetAsync(ByReplicas, 0);
        await scene.DeployAsync("backend-third", 1, TrafficScene.Labels("third"));
        scene.Cluster.Settle();

        ClusterProblem? problem = await scene.SetAsync(ByReplicas, 20);

        Assert.Contains("Deployment/backend-third is neither stable nor the candidate", problem!.What, StringComparison.Ordinal);
        Assert.Equal(Old, scene.Selector);
    }

    [Fact]
    public async Task Set_WeightForACandidateWithoutReadyPods_WritesNothing()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync(candidate: 0);
        await scene.SetAsync(ByService, 0);

        ClusterProblem? set = await scene.SetAsync(ByService, 100);
        ClusterProblem? promoted = await scene.PromoteAsync(ByService);

        Assert.Contains("No pod of Deployment/backend-new in n is ready", set!.What, StringComparison.Ordinal);
        Assert.Equal(set, promoted);
        Assert.Equal(Old, scene.Selector);
    }

    [Fact]
    public async Task Set_UnderAnEarlierLock_IsLostAndWritesNothing()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        scene.Fence = 8;
        await scene.SetAsync(ByService, 0);
        scene.Fence = 7;

        ClusterProblem? problem = await scene.SetAsync(ByService, 100);

        Assert.Equal(ClusterProblemKind.LockLost, problem!.Kind);
        Assert.Equal((Old, "8"), (scene.Selector, scene.Annotation("sluice.dev/fence")));
    }

    [Fact]
    public async Task Set_TheSameUnderALaterLock_MarksThePointer()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.SetAsync(ByService, 0);
        scene.Fence = 9;

        Assert.Null(await scene.SetAsync(ByService, 0));

        Assert.Equal((Old, "9"), (scene.Selector, scene.Annotation("sluice.dev/fence")));
    }

    [Fact]
    public async Task Set_WhileAnotherHolderWrites_MeetsTheLaterLock()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.SetAsync(ByService, 0);
        int asked = 0;
        var traffic = new KubernetesTraffic(scene.Cluster.Client, scene.Cluster.Discovery, () =>
        {
            // The fence is looked at between reading and writing: there the other one takes over, once.
            if (asked++ == 0)
            {
                scene.Cluster.Change("services", "backend", s => s["metadata"]!["annotations"]!["sluice.dev/fence"] = "8");
            }

            return 7;
        });

        ClusterProblem? problem = await traffic.SetAsync(ByService, 100, CancellationToken.None);

        Assert.Equal(ClusterProblemKind.LockLost, problem!.Kind);
        Assert.Equal(Old, scene.Selector);
    }

    [Fact]
    public async Task Set_WhereNothingServes_NamesTheCandidateOnly()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        Lane first = TrafficScene.Lane(TrafficRouter.Replicas, null);
        await scene.ServeAsync(TrafficScene.WithoutSelector());
        await scene.DeployAsync("backend-new", 2, TrafficScene.Labels("new"));
        scene.Cluster.Settle();

        Assert.Null(await scene.SetAsync(first, 0));
        Assert.Equal("", scene.Selector);
        Assert.Equal(new TrafficSight(0, null, false), await scene.ReadAsync(first));

        Assert.Null(await scene.SetAsync(first, 100));
        Assert.Equal(new TrafficSight(100, 100, true), await scene.ReadAsync(first));
    }

    [Fact]
    public async Task Set_AdoptedDeployment_IsToldByItsPodTemplate()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.ServeAsync();
        StackId adopted = await scene.AdoptAsync(3, """{"app":"backend"}""");
        Lane lane = TrafficScene.Lane(TrafficRouter.Replicas, adopted);
        await scene.DeployAsync("backend-new", 1, TrafficScene.Labels("new"));
        scene.Cluster.Settle();

        Assert.Null((await scene.ReadAsync(lane)).Weight);
        Assert.Null(await scene.SetAsync(lane, 0));
        Assert.Equal(new TrafficSight(0, 0, false), await scene.ReadAsync(lane));
        Assert.Equal($"app=backend,pod-template-hash={adopted.Mark.Value}", scene.Selector);

        Assert.Null(await scene.SetAsync(lane, 20));
        Assert.Equal(new TrafficSight(20, 25, false), await scene.ReadAsync(lane));
        Assert.Equal("app=backend", scene.Selector);
    }

    [Fact]
    public async Task Set_NewSelectorThatStablesPodsDoNotFit_KeepsServingThem()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync(candidate: 0);
        Lane lane = ByService with { Pointers = [new ServicePointer("backend", new Manifests.ManifestObject(TrafficScene.Service("api"), ""))] };

        Assert.Null(await scene.SetAsync(lane, 0));

        Assert.Equal("sluice.dev/revision=old,sluice.dev/service=backend", scene.Selector);
        Assert.Equal(new TrafficSight(0, 0, false), await scene.ReadAsync(lane));
    }

    [Fact]
    public async Task Set_SharedSelectorThatAdoptedPodsDoNotFit_IsRefused()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.ServeAsync();
        StackId adopted = await scene.AdoptAsync(1, """{"app":"backend"}""");
        Lane lane = TrafficScene.Lane(TrafficRouter.Replicas, adopted) with { Pointers = [new ServicePointer("backend", new Manifests.ManifestObject(TrafficScene.Service("api"), ""))] };
        await scene.DeployAsync("backend-new", 1, TrafficScene.Labels("new"));
        scene.Cluster.Settle();

        ClusterProblem? problem = await scene.SetAsync(lane, 20);

        Assert.Contains("the pods of Deployment/backend do not have the label app=api", problem!.What, StringComparison.Ordinal);
        Assert.Equal("app=backend", scene.Selector);
    }

    [Fact]
    public async Task Set_NoServiceSelectsIt_KeepsWhatWasAskedForAtTheCandidate()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        Lane lane = ByReplicas with { Pointers = [] };
        await scene.DeployAsync("backend-old", 3, TrafficScene.Labels("old"));

        Assert.Null(await scene.SetAsync(lane, 0));
        TrafficSight before = await scene.ReadAsync(lane);
        await scene.DeployAsync("backend-new", 1, TrafficScene.Labels("new"));
        scene.Cluster.Settle();
        Assert.Null(await scene.SetAsync(lane, 20));
        await scene.DeployAsync("backend-new", 1, TrafficScene.Labels("new"));
        TrafficSight shared = await scene.ReadAsync(lane);
        Assert.Null(await scene.PromoteAsync(lane));
        TrafficSight promoted = await scene.ReadAsync(lane);
        Assert.Null(await scene.SetAsync(lane, 0));

        Assert.Equal(new TrafficSight(0, 0, false), before);
        Assert.Equal(new TrafficSight(20, 25, false), shared);
        Assert.Equal(new TrafficSight(100, 25, true), promoted);
        Assert.Equal(new TrafficSight(0, 25, false), await scene.ReadAsync(lane));
        Assert.Equal(1, scene.Cluster.Get("deployments.apps", "backend-new")!["metadata"]!["generation"]!.GetValue<long>());
    }

    [Fact]
    public async Task Set_ServiceThatTheReleaseWillOnlyBring_NamesNobodyYet()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.DeployAsync("backend-old", 1, TrafficScene.Labels("old"));
        await scene.DeployAsync("backend-new", 1, TrafficScene.Labels("new"));
        scene.Cluster.Settle();

        ClusterProblem? back = await scene.SetAsync(ByService, 0);
        ClusterProblem? on = await scene.SetAsync(ByService, 100);

        Assert.Null(back);
        Assert.Equal(ClusterProblemKind.NotFound, on!.Kind);
        Assert.Null((await scene.ReadAsync(ByService)).Weight);
    }
}

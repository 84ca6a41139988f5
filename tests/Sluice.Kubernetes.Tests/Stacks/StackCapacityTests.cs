using System.Runtime.Versioning;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Stacks;

/// <summary>Capacity that is held for the way back, and given back; stacks that are kept warm.</summary>
[SupportedOSPlatform("linux")]
public sealed class StackCapacityTests
{
    private const string Deployments = "deployments.apps";
    private const string Autoscalers = "horizontalpodautoscalers.autoscaling";
    private const string Budgets = "poddisruptionbudgets.policy";

    [Fact]
    public async Task Hold_AgainWithMorePods_RaisesAndReleaseGivesBackWhatItSaidFirst()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 4, autoscaled: true);
        var bounds = new List<(int, int)?>();

        foreach (int pods in new[] { 4, 4, 8, 5 })
        {
            Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, pods, default));
            bounds.Add(scene.Bounds("backend-old"));
        }

        Assert.Null(await scene.Stacks.ReleaseAsync(StackScene.Old, default));
        Assert.Null(await scene.Stacks.ReleaseAsync(StackScene.Old, default));

        Assert.Equal([(4, 6), (4, 6), (8, 8), (8, 8)], bounds);
        Assert.Equal((2, 6), scene.Bounds("backend-old"));
        Assert.Null(scene.Note(Autoscalers, "backend-old", "sluice.dev/held"));
    }

    [Fact]
    public async Task Hold_FewerPodsThanTheMinimum_LeavesTheMinimum()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 2, autoscaled: true);

        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 1, default));

        Assert.Equal((2, 6), scene.Bounds("backend-old"));
        Assert.NotNull(scene.Note(Autoscalers, "backend-old", "sluice.dev/held"));
    }

    [Fact]
    public async Task Release_SomeoneSetTheMinimumMeanwhile_StaysAsTheySetIt()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 4, autoscaled: true);
        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 4, default));
        scene.Cluster.Change(Autoscalers, "backend-old", json => json["spec"]!["minReplicas"] = 5);

        Assert.Null(await scene.Stacks.ReleaseAsync(StackScene.Old, default));

        Assert.Equal((5, 6), scene.Bounds("backend-old"));
        Assert.Null(scene.Note(Autoscalers, "backend-old", "sluice.dev/held"));
    }

    [Fact]
    public async Task Hold_AdoptedDeployment_PinsTheAutoscalerThatPeopleMade()
    {
        await using StackScene scene = await StackScene.StartAsync();
        var plain = await scene.AdoptAsync(3);

        Assert.Null(await scene.Stacks.HoldAsync(plain, 3, default));
        (int Min, int Max)? held = scene.Bounds("people");
        Assert.Null(await scene.Stacks.HoldAsync(plain, 5, default));
        (int Min, int Max)? more = scene.Bounds("people");
        Assert.Null(await scene.Stacks.ReleaseAsync(plain, default));

        Assert.Equal(((3, 3), (5, 5)), (held, more));
        Assert.Equal((1, 9), scene.Bounds("people"));
    }

    [Fact]
    public async Task Hold_NoAutoscaler_IsMarkedAtTheDeployment()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 3);

        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 3, default));
        string? held = scene.Note(Deployments, "backend-old", "sluice.dev/held");
        Assert.Null(await scene.Stacks.ReleaseAsync(StackScene.Old, default));

        Assert.Equal("3", held);
        Assert.Null(scene.Note(Deployments, "backend-old", "sluice.dev/held"));
        Assert.Equal(3, scene.Replicas("backend-old"));
    }

    [Fact]
    public async Task Everything_StackIsGone_IsNoProblem()
    {
        await using StackScene scene = await StackScene.StartAsync();

        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 3, default));
        Assert.Null(await scene.Stacks.ReleaseAsync(StackScene.Old, default));
        Assert.Null(await scene.Stacks.KeepWarmAsync(StackScene.Old, null, default));
        Assert.Null(await scene.Stacks.RemoveAsync(StackScene.Old, default));
    }

    [Fact]
    public async Task KeepWarm_TakesTheAutoscalerAndKeepsPodsAndBudget()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 3, autoscaled: true);

        Assert.Null(await scene.Stacks.KeepWarmAsync(StackScene.Old, DateTimeOffset.UnixEpoch.AddMinutes(15), default));
        Assert.Null(await scene.Stacks.KeepWarmAsync(StackScene.Old, DateTimeOffset.UnixEpoch.AddMinutes(15), default));

        Assert.Null(scene.Cluster.Get(Autoscalers, "backend-old"));
        Assert.NotNull(scene.Cluster.Get(Budgets, "backend-old"));
        Assert.Equal(3, scene.Replicas("backend-old"));
        Assert.Equal("true", scene.Note(Deployments, "backend-old", "sluice.dev/warm"));
        Assert.Equal("1970-01-01T00:15:00Z", scene.Note(Deployments, "backend-old", "sluice.dev/warm-until"));
    }

    [Fact]
    public async Task Autoscale_StackIsHeld_SaysWhatTheManifestSays()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 4, autoscaled: true);
        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 4, default));

        Assert.Null(await scene.Stacks.AutoscaleAsync(StackScene.Stack("old"), default));

        Assert.Equal((2, 6), scene.Bounds("backend-old"));
        Assert.Null(scene.Note(Autoscalers, "backend-old", "sluice.dev/held"));
    }

    [Fact]
    public async Task Everything_WrittenUnderALaterLock_IsLeftAsItIs()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 4, autoscaled: true);
        scene.Fence = 8;
        Assert.Null(await scene.Stacks.HoldAsync(StackScene.Old, 5, default));
        Assert.Null(await scene.Stacks.ScaleAsync(StackScene.Old, 5, default));
        scene.Fence = 7;
        long before = scene.Cluster.Store.Revision;

        ClusterProblem?[] problems =
        [
            await scene.Stacks.HoldAsync(StackScene.Old, 6, default),
            await scene.Stacks.ReleaseAsync(StackScene.Old, default),
            await scene.Stacks.ScaleAsync(StackScene.Old, 6, default),
            await scene.Stacks.ScaleAsync(StackScene.Old, 0, default),
            await scene.Stacks.EnsureAsync(StackScene.Stack("old"), 9, default),
            await scene.Stacks.KeepWarmAsync(StackScene.Old, null, default),
            await scene.Stacks.RemoveAsync(StackScene.Old, default),
        ];

        Assert.All(problems, problem => Assert.Equal(ClusterProblemKind.LockLost, problem!.Kind));
        Assert.Equal(before, scene.Cluster.Store.Revision);
        Assert.Equal("8", scene.Note(Deployments, "backend-old", "sluice.dev/fence"));
    }

    [Fact]
    public async Task Budgets_PlainDeploymentHasOne_CoversBothUntilItDoesNotServe()
    {
        await using StackScene scene = await StackScene.StartAsync();
        var plain = await scene.AdoptAsync(2);
        await scene.BudgetAsync("people", """{"app":"backend"}""");

        await scene.MakeAsync("new", 2);
        bool hadOwn = scene.Cluster.Get(Budgets, "backend-new") is not null;
        Assert.Null(await scene.Stacks.KeepWarmAsync(plain, null, default));
        Assert.Null(await scene.Stacks.AutoscaleAsync(StackScene.Stack("new"), default));

        Assert.False(hadOwn);
        Assert.Null(scene.Cluster.Get(Budgets, "people"));
        Assert.NotNull(scene.Cluster.Get(Budgets, "backend-new"));
    }

    [Fact]
    public async Task Budgets_OneOfEverybody_StaysAndIsTheOnlyOne()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.Cluster.ApplyAsync($"{StackScene.Deployments}/worker", StackScene.Deployment("worker", 1, """{"app":"worker"}""", """{"app":"worker","team":"a"}"""), "kubectl");
        await scene.Cluster.ApplyAsync($"{StackScene.Deployments}/backend", StackScene.Deployment("backend", 1, """{"app":"backend"}""", """{"app":"backend","team":"a"}"""), "kubectl");
        await scene.BudgetAsync("everybody", """{"team":"a"}""");
        scene.Cluster.Settle();

        Assert.Null(await scene.Stacks.KeepWarmAsync((await scene.FindAsync())[0].Id, null, default));

        Assert.NotNull(scene.Cluster.Get(Budgets, "everybody"));
    }
}

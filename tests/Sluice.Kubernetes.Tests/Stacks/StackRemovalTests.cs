using System.Runtime.Versioning;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Stacks;
using Sluice.Kubernetes.Tests.Api;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Tests.Stacks;

[SupportedOSPlatform("linux")]
public sealed class StackRemovalTests
{
    private const string Deployments = "deployments.apps";
    private const string Autoscalers = "horizontalpodautoscalers.autoscaling";
    private const string Budgets = "poddisruptionbudgets.policy";

    [Fact]
    public async Task Remove_Stack_DrainsThenDeletesWhatIsItsAlone()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 3, autoscaled: true);
        await scene.MakeAsync("new", 2, autoscaled: true);

        Assert.Null(await scene.MeanwhileAsync(scene.Stacks.RemoveAsync(StackScene.Old, default)));

        Assert.Null(scene.Cluster.Get(Deployments, "backend-old"));
        Assert.Null(scene.Cluster.Get(Autoscalers, "backend-old"));
        Assert.Null(scene.Cluster.Get(Budgets, "backend-old"));
        Assert.NotNull(scene.Cluster.Get("configmaps", "settings-one"));
        Assert.Equal(2, scene.Replicas("backend-new"));
        Assert.NotNull(scene.Cluster.Get(Autoscalers, "backend-new"));
        Assert.NotNull(scene.Cluster.Get(Budgets, "backend-new"));
        Assert.DoesNotContain(scene.Cluster.Store.List("pods", "n").Items, pod => pod["metadata"]!["name"]!.ToString().StartsWith("backend-old-", StringComparison.Ordinal));
        Assert.Null(await scene.Stacks.RemoveAsync(StackScene.Old, default));
    }

    [Fact]
    public async Task Remove_AdoptedDeployment_TakesItsAutoscalerAndBudgetToo()
    {
        await using StackScene scene = await StackScene.StartAsync();
        StackId plain = await scene.AdoptAsync(2);
        await scene.BudgetAsync("people", """{"app":"backend"}""");
        await scene.MakeAsync("new", 2);

        Assert.Null(await scene.MeanwhileAsync(scene.Stacks.RemoveAsync(plain, default)));

        Assert.Null(scene.Cluster.Get(Deployments, "backend"));
        Assert.Null(scene.Cluster.Get(Autoscalers, "people"));
        Assert.Null(scene.Cluster.Get(Budgets, "people"));
        Assert.Equal(2, scene.Replicas("backend-new"));
    }

    [Fact]
    public async Task Remove_PodsDoNotGo_SaysWhichAndKeepsTheDeployment()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 2);
        var time = new ManualClock();
        using var client = new ApiClient(
            new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = scene.Cluster.Client.Address.ToString(), AccessToken = "t0ken" }),
            new ApiClientOptions { AttemptTimeout = TimeSpan.FromHours(1), WatchDuration = TimeSpan.FromHours(1) },
            time);

        Task<ClusterProblem?> removing = new KubernetesStacks(client, new ApiDiscovery(client), () => 7).RemoveAsync(StackScene.Old, default);
        await ApiClientTests.Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return removing.IsCompleted;
        });

        ClusterProblem? problem = await removing;
        Assert.Contains("2 of its pods are still there 10 s after", problem!.What, StringComparison.Ordinal);
        Assert.Contains("describe pod backend-old-", problem.Next, StringComparison.Ordinal);
        Assert.Equal(0, scene.Replicas("backend-old"));
        Assert.Null(await scene.MeanwhileAsync(scene.Stacks.RemoveAsync(StackScene.Old, default)));
        Assert.Null(scene.Cluster.Get(Deployments, "backend-old"));
    }

    [Fact]
    public async Task Remove_AnotherDeployerKeepsIt_IsLeftAlone()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 2, autoscaled: true);
        scene.Cluster.Change(Deployments, "backend-old", json => json["metadata"]!["annotations"]!["meta.helm.sh/release-name"] = "x");

        ClusterProblem? problem = await scene.Stacks.RemoveAsync(StackScene.Old, default);

        Assert.Contains("Helm", problem!.What, StringComparison.Ordinal);
        Assert.Equal(2, scene.Replicas("backend-old"));
        Assert.NotNull(scene.Cluster.Get(Autoscalers, "backend-old"));
    }

    [Fact]
    public async Task Remove_NameBearsAnotherRevision_IsLeftAlone()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 2);

        ClusterProblem? problem = await scene.Stacks.RemoveAsync(StackScene.Old with { Mark = StackMark.OfRevision("other") }, default);

        Assert.Equal(ClusterProblemKind.Conflict, problem!.Kind);
        Assert.Equal(2, scene.Replicas("backend-old"));
    }

    [Fact]
    public async Task Remove_LockIsLost_WritesNothing()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 2, autoscaled: true);
        long before = scene.Cluster.Store.Revision;

        ClusterProblem? problem = await new KubernetesStacks(scene.Cluster.Client.Guarded(new Refusal()), scene.Cluster.Discovery, () => 7).RemoveAsync(StackScene.Old, default);

        Assert.Equal(ClusterProblemKind.LockLost, problem!.Kind);
        Assert.Equal(before, scene.Cluster.Store.Revision);
    }

    private sealed class Refusal : Rollouts.Ports.IWriteGuard
    {
        public ValueTask<ClusterProblem?> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult<ClusterProblem?>(new ClusterProblem(ClusterProblemKind.LockLost, "lost", ""));
    }
}

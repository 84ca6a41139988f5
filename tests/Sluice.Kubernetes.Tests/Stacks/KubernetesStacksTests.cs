using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Tests.Stacks;

[SupportedOSPlatform("linux")]
public sealed class KubernetesStacksTests
{
    private const string Deployments = "deployments.apps";
    private const string Autoscalers = "horizontalpodautoscalers.autoscaling";

    [Fact]
    public async Task Ensure_NewStack_HasEverythingButItsAutoscaler()
    {
        await using StackScene scene = await StackScene.StartAsync();

        Assert.Null(await scene.Stacks.EnsureAsync(StackScene.Stack("new"), 3, default));

        Assert.Equal(3, scene.Replicas("backend-new"));
        Assert.NotNull(scene.Cluster.Get("configmaps", "settings-one"));
        Assert.NotNull(scene.Cluster.Get("poddisruptionbudgets.policy", "backend-new"));
        Assert.Null(scene.Cluster.Get(Autoscalers, "backend-new"));
        JsonArray fields = scene.Cluster.Get(Deployments, "backend-new")!["metadata"]!["managedFields"]!.AsArray();
        Assert.Equal("sluice-scale", Assert.Single(fields, f => f!["fieldsV1"]!["f:spec"]?["f:replicas"] is not null)!["manager"]!.ToString());
    }

    [Fact]
    public async Task Ensure_Again_IsBroughtToTheManifestAndNeverSmaller()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("new", 5);
        await scene.Cluster.Client.MergePatchAsync($"{StackScene.Deployments}/backend-new", StackScene.Parse("""{"spec":{"minReadySeconds":9}}"""), default);

        Assert.Null(await scene.Stacks.EnsureAsync(StackScene.Stack("new", image: "r/other"), 2, default));

        Assert.Equal(5, scene.Replicas("backend-new"));
        Assert.Equal("r/other", scene.Cluster.Get(Deployments, "backend-new")!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString());
    }

    [Fact]
    public async Task Ensure_NothingToChange_WritesNothing()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("new", 2);
        long before = scene.Cluster.Store.Revision;

        Assert.Null(await scene.Stacks.EnsureAsync(StackScene.Stack("new"), 2, default));

        Assert.Equal(before, scene.Cluster.Store.Revision);
    }

    [Fact]
    public async Task Ensure_WarmStack_IsNoLongerOnRecordAsWarm()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 2, autoscaled: true);
        Assert.Null(await scene.Stacks.KeepWarmAsync(StackScene.Old, DateTimeOffset.UnixEpoch.AddHours(1), default));
        StackFacts warm = Assert.Single(await scene.FindAsync());

        Assert.Null(await scene.Stacks.EnsureAsync(StackScene.Stack("old"), 4, default));

        Assert.Equal((true, DateTimeOffset.UnixEpoch.AddHours(1), false), (warm.IsWarm, warm.WarmUntil, warm.IsAutoscaled));
        StackFacts used = Assert.Single(await scene.FindAsync());
        Assert.Equal((false, null, 4), (used.IsWarm, used.WarmUntil, used.Pods));
    }

    [Fact]
    public async Task Ensure_ConfigThatIsThere_IsLeftAsItIs()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.Cluster.ApplyAsync("/api/v1/namespaces/n/configmaps/settings-one", (JsonObject)StackScene.Stack("old").Config[0].Json.DeepClone(), "somebody");

        await scene.MakeAsync("new", 1);

        JsonArray fields = scene.Cluster.Get("configmaps", "settings-one")!["metadata"]!["managedFields"]!.AsArray();
        Assert.Equal("somebody", Assert.Single(fields)!["manager"]!.ToString());
    }

    [Fact]
    public async Task Ensure_DeploymentOfAnotherDeployer_IsRefusedAndNothingIsApplied()
    {
        await using StackScene scene = await StackScene.StartAsync();
        JsonObject theirs = StackScene.Deployment("backend-new", 1, StackScene.Labels("new"), StackScene.Labels("new"));
        theirs["metadata"]!["annotations"] = StackScene.Parse("""{"argocd.argoproj.io/tracking-id":"x"}""");
        await scene.Cluster.ApplyAsync($"{StackScene.Deployments}/backend-new", theirs, "argocd");

        ClusterProblem? problem = await scene.Stacks.EnsureAsync(StackScene.Stack("new"), 3, default);

        Assert.Contains("Argo CD", problem!.What, StringComparison.Ordinal);
        Assert.Equal(1, scene.Replicas("backend-new"));
        Assert.Null(scene.Cluster.Get("configmaps", "settings-one"));
    }

    [Fact]
    public async Task Ensure_AutoscalerSizesIt_KeepsWhatItGave()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("new", 2, autoscaled: true);
        await scene.Cluster.Client.MergePatchAsync($"{StackScene.Deployments}/backend-new/scale?fieldManager=hpa", StackScene.Parse("""{"spec":{"replicas":6}}"""), default);

        Assert.Null(await scene.Stacks.EnsureAsync(StackScene.Stack("new", image: "r/other"), 2, default));

        Assert.Equal(6, scene.Replicas("backend-new"));
    }

    [Fact]
    public async Task Scale_ToNone_TakesTheAutoscalerFirst()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.MakeAsync("old", 2, autoscaled: true);

        Assert.Null(await scene.Stacks.ScaleAsync(StackScene.Old, 0, default));

        Assert.Equal(0, scene.Replicas("backend-old"));
        Assert.Null(scene.Cluster.Get(Autoscalers, "backend-old"));
        Assert.Null(await scene.Stacks.ScaleAsync(StackScene.Old, 0, default));
    }

    [Fact]
    public async Task Scale_StackThatIsGone_IsAProblemOnlyWherePodsAreWanted()
    {
        await using StackScene scene = await StackScene.StartAsync();

        Assert.Null(await scene.Stacks.ScaleAsync(StackScene.Old, 0, default));
        Assert.Equal(ClusterProblemKind.NotFound, (await scene.Stacks.ScaleAsync(StackScene.Old, 2, default))!.Kind);
    }

    [Fact]
    public async Task Find_StacksAndAPlainDeployment_TellsWhichServes()
    {
        await using StackScene scene = await StackScene.StartAsync();
        StackId plain = await scene.AdoptAsync(3);
        await scene.ServeAsync("""{"app":"backend"}""");
        StackFacts alone = Assert.Single(await scene.FindAsync());

        await scene.MakeAsync("new", 2);
        StackFacts[] shared = await scene.FindAsync();
        await scene.ServeAsync($$"""{"app":"backend","pod-template-hash":"{{plain.Mark.Value}}"}""");
        StackFacts[] pinned = await scene.FindAsync();
        await scene.ServeAsync($$"""{"app":"backend","sluice.dev/service":"backend","sluice.dev/revision":"new"}""", "backend-candidate");
        StackFacts[] weighted = await scene.FindAsync();
        await scene.ServeAsync("""{"app":"backend","sluice.dev/service":"backend","sluice.dev/revision":"new"}""");
        StackFacts[] promoted = await scene.FindAsync();

        Assert.Equal((plain, 3, 3, "", true, true), (alone.Id, alone.Pods, alone.Ready, alone.Revision, alone.IsServing, alone.IsAutoscaled));
        Assert.Equal(["backend", "backend-new"], shared.Select(s => s.Id.Name).Order());
        Assert.DoesNotContain(shared, s => s.IsServing);
        Assert.Equal("backend", Assert.Single(pinned, s => s.IsServing).Id.Name);
        Assert.Equal("backend", Assert.Single(weighted, s => s.IsServing).Id.Name);
        Assert.Equal(("backend-new", "new"), Assert.Single(promoted, s => s.IsServing) is var s ? (s.Id.Name, s.Revision) : default);
    }

    [Fact]
    public async Task Find_OtherServicesAndWorkersOfTheSameImage_AreNoStacksOfIt()
    {
        await using StackScene scene = await StackScene.StartAsync();
        await scene.Cluster.ApplyAsync($"{StackScene.Deployments}/worker", StackScene.Deployment("worker", 1, """{"app":"worker"}""", """{"app":"worker","sluice.dev/service":"backend","sluice.dev/revision":"old"}"""), "sluice");
        await scene.Cluster.ApplyAsync($"{StackScene.Deployments}/frontend", StackScene.Deployment("frontend", 1, """{"app":"f"}""", """{"app":"f"}"""), "sluice");
        scene.Cluster.Settle();

        Assert.Empty(await scene.FindAsync());
    }
}

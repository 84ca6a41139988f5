using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests;
using Sluice.Model.Environments;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Tests.Traffic;

/// <summary>Weights of HTTPRoutes, against the API's objects: nothing here routes a request.</summary>
[SupportedOSPlatform("linux")]
public sealed class GatewayTrafficTests
{
    private const string Path = "/apis/gateway.networking.k8s.io/v1/namespaces/n/httproutes/web";
    private const string Routes = "httproutes.gateway.networking.k8s.io";
    private const string Plain = "backend";

    internal static readonly JsonObject Route = TrafficScene.Parse("""
        {"apiVersion":"gateway.networking.k8s.io/v1","kind":"HTTPRoute","metadata":{"name":"web","namespace":"n"},
         "spec":{"parentRefs":[{"name":"edge"}],"rules":[
           {"matches":[{"path":{"type":"PathPrefix","value":"/api"}}],"backendRefs":[{"name":"backend","port":80}]},
           {"matches":[{"path":{"type":"PathPrefix","value":"/old"}}],"backendRefs":[{"name":"legacy","port":80}]}]}}
        """);

    private static readonly Lane Lane = TrafficScene.Lane(TrafficRouter.GatewayApi, TrafficScene.Stable, new ManifestObject(Route, ""));

    [Fact]
    public async Task Set_Between_MakesTheCandidatesServiceFirstAndThenTheWeight()
    {
        await using TrafficScene scene = await BeginAsync();

        Assert.Null(await scene.SetAsync(Lane, 25));
        string before = References(scene);
        scene.Cluster.Settle();
        Assert.Null(await scene.SetAsync(Lane, 25));

        Assert.Equal(Plain, before);
        Assert.Equal("backend=75 backend-candidate=25", References(scene));
        Assert.Equal(new TrafficSight(25, 25, false), await scene.ReadAsync(Lane));
        Assert.Equal("app=backend,sluice.dev/revision=new,sluice.dev/service=backend", TrafficScene.Text(scene.Cluster.Get("services", "backend-candidate")!["spec"]!["selector"]));
        Assert.Contains("revision=old", scene.Selector, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_0_LeavesTheRouteAsItWasAndNothingElse()
    {
        await using TrafficScene scene = await WeightedAsync(50);

        Assert.Null(await scene.SetAsync(Lane, 0));

        Assert.True(JsonNode.DeepEquals(Route["spec"]!["rules"]![0]!["backendRefs"]![0]!["name"], Rule(scene)["backendRefs"]![0]!["name"]));
        Assert.Equal(Plain, References(scene));
        Assert.Null(scene.Cluster.Get("services", "backend-candidate"));
        Assert.Null(Annotation(scene, "sluice.dev/rules"));
        Assert.Equal(new TrafficSight(0, 0, false), await scene.ReadAsync(Lane));
    }

    [Fact]
    public async Task Promote_GoesAsFarAsEndpointsAllow()
    {
        await using TrafficScene scene = await WeightedAsync(100);
        Assert.Equal(new TrafficSight(100, 100, false), await scene.ReadAsync(Lane));

        Assert.Null(await scene.PromoteAsync(Lane));
        string early = References(scene);
        TrafficSight onTheWay = await scene.ReadAsync(Lane);
        Assert.Null(await scene.PromoteAsync(Lane));

        Assert.Equal("backend=0 backend-candidate=100", early);
        Assert.Equal(new TrafficSight(100, 100, false), onTheWay);
        Assert.Equal(Plain, References(scene));
        Assert.Null(scene.Cluster.Get("services", "backend-candidate"));
        Assert.Equal(new TrafficSight(100, 100, true), await scene.ReadAsync(Lane));
    }

    [Fact]
    public async Task Set_0AfterAPromotion_NamesStableAgain()
    {
        await using TrafficScene scene = await WeightedAsync(100);
        await scene.PromoteAsync(Lane);
        scene.Cluster.Settle();
        await scene.PromoteAsync(Lane);

        Assert.Null(await scene.SetAsync(Lane, 0));

        Assert.Equal(new TrafficSight(0, 0, false), await scene.ReadAsync(Lane));
    }

    [Fact]
    public async Task Set_WhileTheLiveRouteIsTheOlderRelease_WeighsWhatIsLive()
    {
        await using TrafficScene scene = await BeginAsync();
        JsonObject next = (JsonObject)Route.DeepClone();
        next["spec"]!["rules"]![0]!["matches"]![0]!["path"]!["value"] = "/v2";
        Lane lane = Lane with { Routes = [new ManifestObject(next, "")] };

        await WeighAsync(scene, lane, 25);

        Assert.Equal("/api", Rule(scene)["matches"]![0]!["path"]!["value"]!.ToString());
        Assert.Equal("backend=75 backend-candidate=25", References(scene));
    }

    [Fact]
    public async Task Set_0_ThenTheNextReleaseIsApplied_TakesTheRulesBack()
    {
        await using TrafficScene scene = await WeightedAsync(50);
        await scene.SetAsync(Lane, 0);
        JsonObject next = (JsonObject)Route.DeepClone();
        next["spec"]!["rules"]!.AsArray().RemoveAt(1);

        await scene.Cluster.ApplyAsync(Path, next, "sluice");
        Assert.Null(await scene.SetAsync(Lane, 0));

        Assert.Single(scene.Cluster.Get(Routes, "web")!["spec"]!["rules"]!.AsArray());
    }

    [Fact]
    public async Task Set_APersonHasChangedTheWeight_IsAsItIsAskedFor()
    {
        await using TrafficScene scene = await WeightedAsync(50);
        scene.Cluster.Change(Routes, "web", r =>
        {
            r["spec"]!["rules"]![0]!["backendRefs"]![1]!["weight"] = 49;
            r["metadata"]!["annotations"]!.AsObject().Remove("sluice.dev/rules");
        });
        Assert.Null((await scene.ReadAsync(Lane)).Weight);

        Assert.Null(await scene.SetAsync(Lane, 0));

        Assert.Equal(Plain, References(scene));
    }

    [Fact]
    public async Task Set_TwoServicesShareARoute_EachHasItsWeightAndTheLastTakesTheRulesBack()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        JsonObject route = (JsonObject)Route.DeepClone();
        route["spec"]!["rules"]![1]!["backendRefs"]![0]!["name"] = "pages";
        await scene.Cluster.ApplyAsync(Path, route, "sluice");
        JsonObject pages = TrafficScene.Service();
        pages["metadata"]!["name"] = "pages";
        await scene.Cluster.ApplyAsync("/api/v1/namespaces/n/services/pages", pages, "sluice");
        Lane backend = Lane with { Routes = [new ManifestObject(route, "")] };
        Lane other = backend with { Pointers = [new Manifests.Stacks.ServicePointer("backend", new ManifestObject(pages, ""))] };

        await WeighAsync(scene, backend, 25);
        await WeighAsync(scene, other, 40);
        int?[] both = [(await scene.ReadAsync(backend)).Weight, (await scene.ReadAsync(other)).Weight];
        await scene.SetAsync(backend, 0);
        int?[] one = [(await scene.ReadAsync(backend)).Weight, (await scene.ReadAsync(other)).Weight];
        await scene.SetAsync(other, 0);

        Assert.Equal([25, 40], both);
        Assert.Equal([0, 40], one);
        Assert.Equal("pages", scene.Cluster.Get(Routes, "web")!["spec"]!["rules"]![1]!["backendRefs"]!.AsArray().Single()!["name"]!.ToString());
        Assert.Equal(Plain, References(scene));
        Assert.Null(Annotation(scene, "sluice.dev/rules"));
    }

    [Fact]
    public async Task Set_ManifestsThatNameNoNamespace_AreThoseOfTheLane()
    {
        await using TrafficScene scene = await BeginAsync();
        JsonObject route = (JsonObject)Route.DeepClone();
        route["metadata"]!.AsObject().Remove("namespace");
        JsonObject service = TrafficScene.Service();
        service["metadata"]!.AsObject().Remove("namespace");
        Lane lane = Lane with { Routes = [new ManifestObject(route, "")], Pointers = [new Manifests.Stacks.ServicePointer("backend", new ManifestObject(service, ""))] };

        await WeighAsync(scene, lane, 25);

        Assert.Equal(new TrafficSight(25, 25, false), await scene.ReadAsync(lane));
    }

    [Fact]
    public async Task Set_AJobsServiceIsThere_IsTakenOver()
    {
        await using TrafficScene scene = await BeginAsync();
        ManifestObject service = Manifests.Stacks.CandidateService.Of(Lane.Pointers[0], Lane.Candidate.Mark);
        await scene.Cluster.ApplyAsync("/api/v1/namespaces/n/services/backend-candidate", service.Json, "sluice");
        scene.Cluster.Settle();

        Assert.Null(await scene.SetAsync(Lane, 25));
        Assert.Equal(new TrafficSight(25, 25, false), await scene.ReadAsync(Lane));
        Assert.Null(await scene.SetAsync(Lane, 0));
        Assert.Null(scene.Cluster.Get("services", "backend-candidate"));
    }

    [Fact]
    public async Task Set_NoRouteLeadsThere_IsRefused()
    {
        await using TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();

        ClusterProblem? problem = await scene.SetAsync(Lane, 25);

        Assert.Contains("No HTTPRoute in n leads to Service/backend", problem!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_AServiceOfThatNameIsSomebodyElses_IsRefusedAndLeft()
    {
        await using TrafficScene scene = await BeginAsync();
        JsonObject other = TrafficScene.Service("other");
        other["metadata"]!["name"] = "backend-candidate";
        await scene.Cluster.ApplyAsync("/api/v1/namespaces/n/services/backend-candidate", other, "somebody");

        ClusterProblem? problem = await scene.SetAsync(Lane, 25);
        ClusterProblem? back = await scene.SetAsync(Lane, 0);

        Assert.Contains("was not made by Sluice", problem!.What, StringComparison.Ordinal);
        Assert.Null(back);
        Assert.Equal("app=other", TrafficScene.Text(scene.Cluster.Get("services", "backend-candidate")!["spec"]!["selector"]));
    }

    [Fact]
    public async Task Set_UnderAnEarlierLock_ChangesNoRoute()
    {
        await using TrafficScene scene = await WeightedAsync(50);
        scene.Cluster.Change(Routes, "web", r => r["metadata"]!["annotations"]!["sluice.dev/fence"] = "8");

        ClusterProblem? problem = await scene.SetAsync(Lane, 0);

        Assert.Equal(ClusterProblemKind.LockLost, problem!.Kind);
        Assert.Equal("backend=50 backend-candidate=50", References(scene));
    }

    [Fact]
    public async Task Read_WeightAndTheCandidatesServiceLeadsNowhereYet_IsUnknown()
    {
        await using TrafficScene scene = await WeightedAsync(50);
        foreach (string slice in scene.Cluster.Store.List("endpointslices.discovery.k8s.io", "n").Items.Select(i => i["metadata"]!["name"]!.ToString()).Where(n => n.StartsWith("backend-candidate", StringComparison.Ordinal)))
        {
            scene.Cluster.Change("endpointslices.discovery.k8s.io", slice, s => s["endpoints"] = new JsonArray());
        }

        Assert.Null((await scene.ReadAsync(Lane, settled: false)).Weight);
    }

    private static async Task<TrafficScene> BeginAsync()
    {
        TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.Cluster.ApplyAsync(Path, Route, "sluice");
        Assert.Null(await scene.SetAsync(Lane, 0));
        scene.Cluster.Settle();
        return scene;
    }

    private static async Task<TrafficScene> WeightedAsync(int weight)
    {
        TrafficScene scene = await BeginAsync();
        await WeighAsync(scene, Lane, weight);
        return scene;
    }

    private static async Task WeighAsync(TrafficScene scene, Lane lane, int weight)
    {
        Assert.Null(await scene.SetAsync(lane, weight));
        scene.Cluster.Settle();
        Assert.Null(await scene.SetAsync(lane, weight));
    }

    private static JsonNode Rule(TrafficScene scene) => scene.Cluster.Get(Routes, "web")!["spec"]!["rules"]![0]!;

    private static string? Annotation(TrafficScene scene, string key) => scene.Cluster.Get(Routes, "web")!["metadata"]!["annotations"]?[key]?.ToString();

    private static string References(TrafficScene scene) => Rule(scene)["backendRefs"]!.AsArray() is [var only]
        ? only!["name"]!.ToString()
        : string.Join(' ', Rule(scene)["backendRefs"]!.AsArray().Select(r => $"{r!["name"]}={r["weight"]}"));
}

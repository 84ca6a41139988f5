using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests;
using Sluice.Model.Environments;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Tests.Traffic;

/// <summary>Canary Ingresses, against the API's objects: nothing here routes a request.</summary>
[SupportedOSPlatform("linux")]
public sealed class IngressTrafficTests
{
    private const string Ingresses = "ingresses.networking.k8s.io";
    private const string Weight = "nginx.ingress.kubernetes.io/canary-weight";

    internal static readonly JsonObject Ingress = TrafficScene.Parse("""
        {"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"name":"web","namespace":"n"},
         "spec":{"ingressClassName":"nginx","rules":[
           {"host":"a.example.com","http":{"paths":[
             {"path":"/api","pathType":"Prefix","backend":{"service":{"name":"backend","port":{"number":80}}}},
             {"path":"/img","pathType":"Prefix","backend":{"service":{"name":"images","port":{"number":80}}}}]}},
           {"host":"b.example.com","http":{"paths":[
             {"path":"/","pathType":"Prefix","backend":{"service":{"name":"backend","port":{"number":80}}}}]}}]}}
        """);

    private static readonly Lane Lane = TrafficScene.Lane(TrafficRouter.IngressNginx, TrafficScene.Stable, new ManifestObject(Ingress, ""));

    [Fact]
    public async Task Set_Between_MakesOneCanaryForEachHostAndPathOnceTheServiceLeadsThere()
    {
        await using TrafficScene scene = await BeginAsync();

        Assert.Null(await scene.SetAsync(Lane, 10));
        int before = Canaries(scene).Count;
        scene.Cluster.Settle();
        Assert.Null(await scene.SetAsync(Lane, 10));

        Assert.Equal(0, before);
        Assert.Equal(["a.example.com/api=10", "b.example.com/=10"], Canaries(scene));
        Assert.Equal(new TrafficSight(10, 10, false), await scene.ReadAsync(Lane));
    }

    [Fact]
    public async Task Set_Again_ChangesTheWeightInPlace()
    {
        await using TrafficScene scene = await WeightedAsync(10);

        Assert.Null(await scene.SetAsync(Lane, 60));

        Assert.Equal(["a.example.com/api=60", "b.example.com/=60"], Canaries(scene));
    }

    [Fact]
    public async Task Set_0_TakesCanariesAndServiceAway()
    {
        await using TrafficScene scene = await WeightedAsync(10);

        Assert.Null(await scene.SetAsync(Lane, 0));

        Assert.Empty(Canaries(scene));
        Assert.NotNull(scene.Cluster.Get(Ingresses, "web"));
        Assert.Null(scene.Cluster.Get("services", "backend-candidate"));
        Assert.Equal(new TrafficSight(0, 0, false), await scene.ReadAsync(Lane));
    }

    [Fact]
    public async Task Promote_GoesAsFarAsEndpointsAllow()
    {
        await using TrafficScene scene = await WeightedAsync(100);

        Assert.Null(await scene.PromoteAsync(Lane));
        int early = Canaries(scene).Count;
        TrafficSight onTheWay = await scene.ReadAsync(Lane);
        Assert.Null(await scene.PromoteAsync(Lane));

        Assert.Equal(2, early);
        Assert.Equal(new TrafficSight(100, 100, false), onTheWay);
        Assert.Empty(Canaries(scene));
        Assert.Equal(new TrafficSight(100, 100, true), await scene.ReadAsync(Lane));
    }

    [Fact]
    public async Task Read_OneCanaryIsMissing_IsUnknown()
    {
        await using TrafficScene scene = await WeightedAsync(10);
        JsonObject one = scene.Cluster.Store.List(Ingresses, "n").Items.First(i => i["metadata"]!["name"]!.ToString() != "web");
        Assert.Null((await scene.Cluster.Client.DeleteAsync($"/apis/networking.k8s.io/v1/namespaces/n/ingresses/{one["metadata"]!["name"]}", null, CancellationToken.None)).Error);

        Assert.Null((await scene.ReadAsync(Lane)).Weight);
    }

    [Fact]
    public async Task Set_CanaryOfAPathThatIsGone_GoesToo()
    {
        await using TrafficScene scene = await WeightedAsync(10);
        JsonObject next = (JsonObject)Ingress.DeepClone();
        next["spec"]!["rules"]!.AsArray().RemoveAt(1);
        Lane lane = Lane with { Routes = [new ManifestObject(next, "")] };

        Assert.Null(await scene.SetAsync(lane, 20));

        Assert.Equal(["a.example.com/api=20"], Canaries(scene));
    }

    [Fact]
    public async Task Set_NoIngressLeadsThere_IsRefused()
    {
        await using TrafficScene scene = await BeginAsync();

        ClusterProblem? problem = await scene.SetAsync(Lane with { Routes = [] }, 10);

        Assert.Contains("No Ingress of the release leads to Service/backend", problem!.What, StringComparison.Ordinal);
    }

    private static async Task<TrafficScene> BeginAsync()
    {
        TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync();
        await scene.Cluster.ApplyAsync("/apis/networking.k8s.io/v1/namespaces/n/ingresses/web", Ingress, "sluice");
        Assert.Null(await scene.SetAsync(Lane, 0));
        scene.Cluster.Settle();
        return scene;
    }

    private static async Task<TrafficScene> WeightedAsync(int weight)
    {
        TrafficScene scene = await BeginAsync();
        Assert.Null(await scene.SetAsync(Lane, weight));
        scene.Cluster.Settle();
        Assert.Null(await scene.SetAsync(Lane, weight));
        return scene;
    }

    private static List<string> Canaries(TrafficScene scene) =>
    [
        .. scene.Cluster.Store.List(Ingresses, "n").Items
            .Where(i => i["metadata"]!["annotations"]?[Weight] is not null)
            .Select(i => $"{i["spec"]!["rules"]![0]!["host"]}{i["spec"]!["rules"]![0]!["http"]!["paths"]![0]!["path"]}={i["metadata"]!["annotations"]![Weight]}")
            .Order(StringComparer.Ordinal),
    ];
}

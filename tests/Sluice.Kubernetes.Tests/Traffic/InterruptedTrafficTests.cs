using System.Runtime.Versioning;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests;
using Sluice.Model.Environments;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Traffic;

/// <summary>Whatever write was the last one, going back and going on both end well.</summary>
[SupportedOSPlatform("linux")]
public sealed class InterruptedTrafficTests
{
    public static TheoryData<TrafficRouter> Routers => [TrafficRouter.Service, TrafficRouter.Replicas, TrafficRouter.GatewayApi, TrafficRouter.IngressNginx];

    [Theory]
    [MemberData(nameof(Routers))]
    public async Task AnyWriteIsTheLast_GoingBack_LeavesStableAndNothingElse(TrafficRouter router)
    {
        for (int writes = 0; ; writes++)
        {
            await using TrafficScene scene = await BeginAsync();
            Lane lane = LaneOf(router);
            bool isWhole = await RunAsync(scene, lane, writes);

            Assert.Null(await scene.SetAsync(lane, 0));

            Assert.Equal(new TrafficSight(0, 0, false), await scene.ReadAsync(lane));
            Assert.Null(scene.Cluster.Get("services", "backend-candidate"));
            Assert.Single(scene.Cluster.Store.List("ingresses.networking.k8s.io", "n").Items);
            if (isWhole)
            {
                Assert.True(writes > 1);
                return;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Routers))]
    public async Task AnyWriteIsTheLast_GoingOn_IsPromoted(TrafficRouter router)
    {
        for (int writes = 0; ; writes++)
        {
            await using TrafficScene scene = await BeginAsync();
            Lane lane = LaneOf(router);
            bool isWhole = await RunAsync(scene, lane, writes);

            Assert.True(await RunAsync(scene, lane, int.MaxValue));

            Assert.Equal(new TrafficSight(100, 100, true), await scene.ReadAsync(lane));
            if (isWhole)
            {
                return;
            }
        }
    }

    private static async Task<TrafficScene> BeginAsync()
    {
        TrafficScene scene = await TrafficScene.StartAsync();
        await scene.BeginAsync(stable: 1);
        await scene.Cluster.ApplyAsync("/apis/gateway.networking.k8s.io/v1/namespaces/n/httproutes/web", GatewayTrafficTests.Route, "sluice");
        await scene.Cluster.ApplyAsync("/apis/networking.k8s.io/v1/namespaces/n/ingresses/web", IngressTrafficTests.Ingress, "sluice");
        return scene;
    }

    private static Lane LaneOf(TrafficRouter router) =>
        TrafficScene.Lane(router, TrafficScene.Stable, new ManifestObject(GatewayTrafficTests.Route, ""), new ManifestObject(IngressTrafficTests.Ingress, ""));

    /// <summary>From stable to the promotion, as far as so many writes go; whether they were enough.</summary>
    private static async Task<bool> RunAsync(TrafficScene scene, Lane lane, int writes)
    {
        var traffic = new KubernetesTraffic(scene.Cluster.Client.Guarded(new Budget(writes)), scene.Cluster.Discovery, () => scene.Fence);
        IEnumerable<int> weights = lane.Router == TrafficRouter.Service ? [0, 100] : [0, 20, 20, 100];
        foreach (int weight in weights)
        {
            // Where it goes on, weights do not fall on the way.
            if ((await scene.ReadAsync(lane)).Weight is { } there && there > weight)
            {
                continue;
            }

            if (await traffic.SetAsync(lane, weight, CancellationToken.None) is not null)
            {
                return false;
            }

            scene.Cluster.Settle();
        }

        for (int call = 0; call < 2; call++)
        {
            if (await traffic.PromoteAsync(lane, CancellationToken.None) is not null)
            {
                return false;
            }

            scene.Cluster.Settle();
        }

        return true;
    }

    private sealed class Budget(int writes) : IWriteGuard
    {
        private int left = writes;

        public ValueTask<ClusterProblem?> CheckAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult(left-- > 0 ? null : new ClusterProblem(ClusterProblemKind.LockLost, "killed", ""));
    }
}

using System.Globalization;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Serilog.Core;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.DaemonSets;
using Sluice.Sandbox.Controllers.Deployments;
using Sluice.Sandbox.Controllers.Endpoints;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Controllers.ReplicaSets;
using Sluice.Sandbox.Controllers.StatefulSets;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Store;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>
/// The embedded API server over a store in memory, with the namespace <c>n</c>. Controllers run only when the test lets them, and a pod is
/// ready when they have come to rest.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly ApiServer server;
    private readonly WriteRunner writes;
    private readonly IController[] controllers;
    private int addresses;

    private EmbeddedCluster(ObjectStore store, ApiServer server)
    {
        Store = store;
        this.server = server;
        writes = new WriteRunner(store, new EventRecorder(store, TimeProvider.System));
        controllers = [new DeploymentController(), new ReplicaSetController(), new StatefulSetController(), new DaemonSetController(), new EndpointsController(store)];
        Client = new ApiClient(
            new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = server.Url.ToString(), AccessToken = "t0ken" }),
            new ApiClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(50) },
            TimeProvider.System);
        Discovery = new ApiDiscovery(Client);
    }

    public ObjectStore Store { get; }

    public ApiClient Client { get; }

    public ApiDiscovery Discovery { get; }

    public static async Task<EmbeddedCluster> StartAsync()
    {
        var store = new ObjectStore(TimeProvider.System);
        store.Create(new ResourceKey("namespaces", "", "n"), new JsonObject { ["kind"] = "Namespace", ["apiVersion"] = "v1" });
        var server = new ApiServer(store, new AddressBlock(15), new ApiServerOptions(IPAddress.Loopback, 0, null, "t0ken"), TimeProvider.System, Logger.None, null);
        await server.StartAsync(CancellationToken.None);
        return new EmbeddedCluster(store, server);
    }

    /// <summary>An object of the namespace; resources by group and plural, as <c>deployments.apps</c>.</summary>
    public JsonObject? Get(string resource, string name) => Store.Get(new ResourceKey(resource, "n", name));

    public void Change(string resource, string name, Action<JsonObject> change)
    {
        var next = (JsonObject)Get(resource, name)!.DeepClone();
        change(next);
        Assert.Equal(StoreOutcome.Done, Store.Update(new ResourceKey(resource, "n", name), next).Outcome);
    }

    /// <summary>Applies as another manager than the one under test.</summary>
    public async Task ApplyAsync(string path, JsonObject body, string manager) =>
        Assert.Null((await Client.ApplyAsync(path, (JsonObject)body.DeepClone(), manager, dryRun: false, CancellationToken.None)).Error);

    /// <summary>Controllers work, pods start and end, until nothing changes.</summary>
    public void Settle()
    {
        for (int round = 0; round < 100; round++)
        {
            long before = Store.Revision;
            foreach (IController controller in controllers)
            {
                Run(controller);
            }

            foreach (JsonObject pod in Store.List("pods", "n").Items)
            {
                Kubelet(pod);
            }

            if (Store.Revision == before)
            {
                return;
            }
        }

        Assert.Fail("the controllers do not come to rest");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await server.StopAsync(soon.Token);
        server.Dispose();
        Store.Dispose();
    }

    private void Run(IController controller)
    {
        string resource = controller.Watches[0].Resource;
        foreach (JsonObject item in Store.List(resource, "n").Items)
        {
            writes.Run(controller.Reconcile(Store, new ResourceKey(resource, "n", item["metadata"]!["name"]!.ToString()), TimeProvider.System.GetUtcNow()), controller.Name);
        }
    }

    private void Kubelet(JsonObject pod)
    {
        var key = new ResourceKey("pods", "n", pod["metadata"]!["name"]!.ToString());
        if (pod["metadata"]!["deletionTimestamp"] is not null)
        {
            Store.Delete(key);
        }
        else if (pod["status"]?["podIP"] is null)
        {
            var next = (JsonObject)pod.DeepClone();
            next["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["podIP"] = $"10.0.0.{(++addresses).ToString(CultureInfo.InvariantCulture)}",
                ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True", ["lastTransitionTime"] = "2020-01-01T00:00:00Z" }),
            };
            Store.Update(key, next);
        }
    }
}

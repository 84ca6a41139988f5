using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Serilog.Core;
using Sluice.Kubernetes.Api;
using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Controllers.Jobs;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Store;

namespace Sluice.Kubernetes.Tests.Jobs;

/// <summary>The embedded API server with its controller of jobs, which works when the test says so; pods end as the test says.</summary>
[SupportedOSPlatform("linux")]
internal sealed class JobCluster : IAsyncDisposable, IPodLogs
{
    private readonly ObjectStore store;
    private readonly ApiServer server;
    private readonly WriteRunner writes;
    private readonly JobController controller = new();

    private JobCluster(ManualClock clock)
    {
        Clock = clock;
        store = new ObjectStore(clock);
        store.Create(new ResourceKey("namespaces", "", "n"), new JsonObject { ["kind"] = "Namespace", ["apiVersion"] = "v1" });
        server = new ApiServer(store, new AddressBlock(15), new ApiServerOptions(IPAddress.Loopback, 0, null, "t0ken"), clock, Logger.None, this);
        writes = new WriteRunner(store, new EventRecorder(store, clock));
    }

    public ManualClock Clock { get; }

    public ApiClient Client { get; private set; } = null!;

    /// <summary>What every container wrote.</summary>
    public string Log { get; set; } = "";

    public IReadOnlyList<JsonObject> Jobs => store.List("jobs.batch", "n").Items;

    public IReadOnlyList<JsonObject> Pods => store.List("pods", "n").Items;

    public static async Task<JobCluster> StartAsync(ManualClock clock)
    {
        var cluster = new JobCluster(clock);
        await cluster.server.StartAsync(CancellationToken.None);
        cluster.Client = new ApiClient(
            new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = cluster.server.Url.ToString(), AccessToken = "t0ken" }),
            new ApiClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1), MaxRetryDelay = TimeSpan.FromMilliseconds(50) },
            TimeProvider.System);
        return cluster;
    }

    /// <summary>The controller looks at every job.</summary>
    public void Work()
    {
        foreach (JsonObject job in Jobs)
        {
            writes.Run(controller.Reconcile(store, new ResourceKey("jobs.batch", "n", job["metadata"]!["name"]!.ToString()), Clock.GetUtcNow()), controller.Name);
        }
    }

    /// <summary>Gives the only pod that is not over a status.</summary>
    public void Pod(string status)
    {
        JsonObject pod = Assert.Single(Pods, one => one["status"]?["phase"]?.ToString() is not ("Failed" or "Succeeded"));
        var next = (JsonObject)pod.DeepClone();
        next["status"] = JsonNode.Parse(status);
        Assert.Equal(StoreOutcome.Done, store.Update(new ResourceKey("pods", "n", pod["metadata"]!["name"]!.ToString()), next).Outcome);
    }

    public PodLogAnswer Read(PodLogRequest request, CancellationToken cancellationToken) =>
        Log.Length == 0 ? PodLogAnswer.None("no log") : PodLogAnswer.Of(Chunks(string.Join('\n', Log.Split('\n').TakeLast((int)(request.TailLines ?? int.MaxValue)))));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await server.StopAsync(soon.Token);
        server.Dispose();
        store.Dispose();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks(string text)
    {
        await Task.CompletedTask;
        yield return Encoding.UTF8.GetBytes(text);
    }
}

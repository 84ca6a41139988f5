using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Locking;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Locking;

public class KubernetesLeaseStoreTests
{
    private const string Leases = "/apis/coordination.k8s.io/v1/namespaces/p25/leases";
    private const string Place = $"{Leases}/sluice-lock";

    private readonly FakeCluster cluster = new();

    [Fact]
    public async Task Write_ThenRead_GivesTheSameStateAndTheServersTime()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var store = new KubernetesLeaseStore(client, "p25");
        LeaseState wanted = State() with { IsExclusive = true, Url = "https://ci.example/1" };

        Assert.Null((await store.ReadAsync(default)).Value!.Lease);
        LeaseState stored = Assert.IsType<LeaseWrite.Stored>(await store.WriteAsync(wanted, default)).Lease;
        LeaseReading read = (await store.ReadAsync(default)).Value!;

        Assert.Equal(wanted with { Version = stored.Version }, read.Lease);
        Assert.True((TimeProvider.System.GetUtcNow() - read.ServerTime!.Value).Duration() < TimeSpan.FromMinutes(1));
        Assert.Contains($"POST {Leases}?fieldManager=sluice", cluster.Requests);
    }

    [Fact]
    public async Task Write_Lease_IsWhatKubernetesTakesForOne()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        await new KubernetesLeaseStore(client, "p25").WriteAsync(State(), default);

        JsonObject lease = cluster.Get(Place)!;
        Assert.Equal("coordination.k8s.io/v1 Lease", $"{lease["apiVersion"]} {lease["kind"]}");
        Assert.Equal(
            """{"leaseDurationSeconds":20,"leaseTransitions":3,"holderIdentity":"robin@laptop","renewTime":"2026-03-01T12:00:05.000000Z","acquireTime":"2026-03-01T12:00:00.000000Z"}""",
            lease["spec"]!.ToJsonString());
        Assert.Equal("""{"sluice.dev/fence":"1772366400","sluice.dev/purpose":"DeployStage"}""", lease["metadata"]!["annotations"]!.ToJsonString());
    }

    [Fact]
    public async Task Write_FreeLock_HasNoEmptyHolder()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var store = new KubernetesLeaseStore(client, "p25");
        LeaseState stored = Assert.IsType<LeaseWrite.Stored>(await store.WriteAsync(State(), default)).Lease;

        await store.WriteAsync(LeaseMoves.Release(stored), default);

        // An API server refuses an empty string where it wants an identity or nothing.
        Assert.False(cluster.Get(Place)!["spec"]!.AsObject().ContainsKey("holderIdentity"));
        LeaseState read = (await store.ReadAsync(default)).Value!.Lease!;
        Assert.True(read.IsFree);
        Assert.Equal((3, 1772366400), (read.Transitions, read.Fence));
    }

    [Fact]
    public async Task Read_ManagedFields_TellWhenItWasLastWritten()
    {
        var lease = (JsonObject)JsonNode.Parse("""
            {"metadata":{"managedFields":[{"manager":"kubectl","time":"2026-03-01T11:00:00Z"},{"manager":"sluice","time":"2026-03-01T12:00:00Z"},{"manager":"old"}]},"spec":{"holderIdentity":"x"}}
            """)!;
        cluster.Put(Place, lease);
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        LeaseState read = (await new KubernetesLeaseStore(client, "p25").ReadAsync(default)).Value!.Lease!;

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), read.WrittenAt);
    }

    [Fact]
    public async Task Write_SomeoneWasFaster_IsStale()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var store = new KubernetesLeaseStore(client, "p25");
        LeaseState first = Assert.IsType<LeaseWrite.Stored>(await store.WriteAsync(State(), default)).Lease;

        Assert.IsType<LeaseWrite.Stale>(await store.WriteAsync(State(), default));
        Assert.IsType<LeaseWrite.Stored>(await store.WriteAsync(first with { Holder = "second" }, default));
        Assert.IsType<LeaseWrite.Stale>(await store.WriteAsync(first with { Holder = "third" }, default));

        Assert.Equal("second", cluster.Get(Place)!["spec"]!["holderIdentity"]!.ToString());
    }

    [Theory]
    [InlineData("POST", 404, "NoNamespace", null)]
    [InlineData("PUT", 404, "Stale", null)]
    [InlineData("PUT", 403, "Failed", ClusterProblemKind.Forbidden)]
    [InlineData("POST", 403, "Failed", ClusterProblemKind.Forbidden)]
    [InlineData("PUT", 503, "Failed", ClusterProblemKind.Unreachable)]
    public async Task Write_ServerRefuses_MeansWhatItMeans(string method, int status, string expected, ClusterProblemKind? kind)
    {
        cluster.Intercept = (context, _) => context.Request.Method == method ? (status, FakeCluster.Status(status, "", "no")) : null;
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        LeaseWrite write = await new KubernetesLeaseStore(client, "p25").WriteAsync(State() with { Version = method == "PUT" ? "7" : "" }, default);

        Assert.Equal(expected, write.GetType().Name);
        Assert.Equal(kind, (write as LeaseWrite.Failed)?.Problem.Kind);
    }

    [Fact]
    public async Task EnvironmentLock_TwoRuns_OneHoldsAndTheOthersWritesAreNotSent()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        EnvironmentLock first = Lock(client);
        EnvironmentLock second = Lock(client);

        HeldLock held = Assert.IsType<LockOutcome.Taken>(await first.TakeAsync(Claim("first"), _ => { }, default)).Lock;
        var refused = Assert.IsType<LockOutcome.Refused>(await second.TakeAsync(Claim("second"), _ => { }, default));
        Assert.Equal("first", refused.View.Lease!.Holder);

        await WriteAsync(client.Guarded(first), "by-first", null);
        await WriteAsync(client.Guarded(second), "by-second", ApiErrorKind.Guarded);
        await held.DisposeAsync();
        await WriteAsync(client.Guarded(first), "after-release", ApiErrorKind.Guarded);
        await using HeldLock next = Assert.IsType<LockOutcome.Taken>(await second.TakeAsync(Claim("second"), _ => { }, default)).Lock;
        await WriteAsync(client.Guarded(second), "by-second", null);

        Assert.DoesNotContain(cluster.Requests, request => request.Contains("after-release", StringComparison.Ordinal));
        Assert.True(next.Fence > held.Fence);
    }

    [Fact]
    public async Task Guarded_ReadsAndDryRuns_NeedNoLock()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ApiClient guarded = client.Guarded(Lock(client));

        Assert.Equal(404, (await guarded.GetAsync("/api/v1/namespaces/p25", default)).Error!.Status);
        Assert.Null((await guarded.ApplyAsync("/api/v1/namespaces/p25", [], "sluice", dryRun: true, default)).Error);
        Assert.Equal(ApiErrorKind.Guarded, (await guarded.ApplyAsync("/api/v1/namespaces/p25", [], "sluice", dryRun: false, default)).Error!.Kind);
    }

    private static async Task WriteAsync(ApiClient client, string name, ApiErrorKind? expected)
    {
        ApiResult<JsonObject> answer = await client.CreateAsync($"/api/v1/namespaces/p25/configmaps?n={name}", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }, default);
        Assert.Equal(expected, answer.Error?.Kind);
    }

    private static EnvironmentLock Lock(ApiClient client) => new(new KubernetesLeaseStore(client, "p25"), LockTerms.Default, TimeProvider.System);

    private static LockClaim Claim(string holder) => new() { Holder = holder, Purpose = "test" };

    private static LeaseState State() => new()
    {
        Holder = "robin@laptop",
        Purpose = "DeployStage",
        Duration = TimeSpan.FromSeconds(20),
        AcquiredAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        RenewTime = "2026-03-01T12:00:05.000000Z",
        Transitions = 3,
        Fence = 1772366400,
    };
}

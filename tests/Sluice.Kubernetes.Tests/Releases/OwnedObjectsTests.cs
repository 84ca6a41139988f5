using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Releases;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Releases;

public sealed class OwnedObjectsTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/p25/configmaps";

    private readonly FakeCluster cluster = new();
    private TestServer server = null!;
    private ApiClient client = null!;

    private OwnedObjects Owned => new(client, new ApiDiscovery(client), "p25");

    public static TheoryData<string, string> OtherOwners => new()
    {
        { """{"managedFields":[{"manager":"kubectl-client-side-apply","operation":"Update"}]}""", "nobody that Sluice knows" },
        { """{"managedFields":[{"manager":"sluice","operation":"Update"}]}""", "nobody that Sluice knows" },
        { """{"managedFields":[{"manager":"sluice","operation":"Apply"}],"annotations":{"meta.helm.sh/release-name":"x"}}""", "Helm" },
        { """{"managedFields":[{"manager":"sluice","operation":"Apply"}],"annotations":{"argocd.argoproj.io/tracking-id":"x"}}""", "Argo CD" },
        { """{"managedFields":[{"manager":"sluice","operation":"Apply"}],"labels":{"kustomize.toolkit.fluxcd.io/name":"x"}}""", "Flux" },
        { """{"managedFields":[{"manager":"sluice","operation":"Apply"}],"ownerReferences":[{"kind":"Widget","name":"w"}]}""", "Widget/w" },
    };

    public async Task InitializeAsync()
    {
        server = await TestServer.StartAsync(cluster.HandleAsync);
        client = server.Client();
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Remove_Ours_IsDeletedAsItWasLookedAt()
    {
        cluster.Put($"{Maps}/old", Ours());
        JsonObject? options = null;
        cluster.Intercept = (context, body) =>
        {
            options = context.Request.Method == "DELETE" ? body : options;
            return null;
        };

        Assert.Equal(Removal.Removed, await RemoveAsync("old"));

        Assert.Null(cluster.Get($"{Maps}/old"));
        Assert.Equal("""{"uid":"uid-/api/v1/namespaces/p25/configmaps/old","resourceVersion":"101"}""", options!["preconditions"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(OtherOwners))]
    public async Task Remove_SomebodyElses_IsLeftAndTheOwnerNamed(string metadata, string owner)
    {
        cluster.Put($"{Maps}/old", new JsonObject { ["metadata"] = JsonNode.Parse(metadata) });

        RemovedObject result = Assert.Single(await Owned.RemoveAsync([Map("old")], default));

        Assert.Equal(Removal.NotOurs, result.Result);
        Assert.StartsWith(owner, result.Detail, StringComparison.Ordinal);
        Assert.NotNull(cluster.Get($"{Maps}/old"));
    }

    [Fact]
    public async Task Remove_GoneOrOnItsWayOut_IsAbsent()
    {
        JsonObject leaving = Ours();
        leaving["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";
        cluster.Put($"{Maps}/leaving", leaving);

        Assert.Equal([Removal.Absent, Removal.Absent], (await Owned.RemoveAsync([Map("gone"), Map("leaving")], default)).Select(r => r.Result));
        Assert.DoesNotContain(cluster.Requests, r => r.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Remove_ChangedInBetween_IsLookedAtAgain()
    {
        cluster.Put($"{Maps}/old", Ours());
        int looks = 0;
        cluster.Intercept = (context, _) =>
        {
            if (context.Request.Method == "DELETE" && ++looks == 1)
            {
                cluster.Put($"{Maps}/old", new JsonObject { ["metadata"] = JsonNode.Parse("""{"annotations":{"meta.helm.sh/release-name":"x"}}""") });
            }

            return null;
        };

        Assert.Equal(Removal.NotOurs, await RemoveAsync("old"));
        Assert.NotNull(cluster.Get($"{Maps}/old"));
    }

    [Fact]
    public async Task Remove_Forbidden_IsFailedWithTheReason()
    {
        cluster.Put($"{Maps}/old", Ours());
        cluster.Intercept = (context, _) => context.Request.Method == "DELETE" ? (403, FakeCluster.Status(403, "Forbidden", "configmaps is forbidden")) : null;

        RemovedObject result = Assert.Single(await Owned.RemoveAsync([Map("old")], default));

        Assert.Equal(Removal.Failed, result.Result);
        Assert.Contains("forbidden", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_KindIsGoneWithItsDefinition_IsAbsent()
    {
        var widget = new ManifestObject(new JsonObject { ["apiVersion"] = "shop.example/v1", ["kind"] = "Widget", ["metadata"] = new JsonObject { ["name"] = "w" } }, "");

        Assert.Equal(Removal.Absent, Assert.Single(await Owned.RemoveAsync([widget], default)).Result);
    }

    [Fact]
    public async Task Missing_OfSeveral_AreThoseThatTheClusterLacksInOrder()
    {
        cluster.Put($"{Maps}/b", Ours());

        Assert.Equal(["a", "c"], (await Owned.MissingAsync([Map("a"), Map("b"), Map("c")], default)).Value!.Select(o => o.Name));
    }

    private async Task<Removal> RemoveAsync(string name) => Assert.Single(await Owned.RemoveAsync([Map(name)], default)).Result;

    private static ManifestObject Map(string name) => new(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new JsonObject { ["name"] = name } }, "");

    private static JsonObject Ours() => new() { ["metadata"] = JsonNode.Parse("""{"managedFields":[{"manager":"sluice","operation":"Apply"}]}""") };
}

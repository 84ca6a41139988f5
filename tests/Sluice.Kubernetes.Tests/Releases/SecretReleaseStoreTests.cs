using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Releases;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Releases;

namespace Sluice.Kubernetes.Tests.Releases;

public sealed class SecretReleaseStoreTests : IAsyncLifetime
{
    private const string Secrets = "/api/v1/namespaces/p25/secrets";

    private readonly FakeCluster cluster = new();
    private TestServer server = null!;
    private ApiClient client = null!;

    private SecretReleaseStore Store => new(client, "p25");

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
    public async Task Put_ThenGet_GivesTheSameObjectsAndServicesWithoutSecretData()
    {
        StoredRelease release = Release("1", [new ServiceTarget("backend", 1, "/healthz"), new ServiceTarget("ml-service", 0)]);

        Assert.Equal(release.Key, (await Store.PutAsync(release, default)).Value);

        StoredRelease read = (await Store.GetAsync(release.Key, default)).Value!;
        Assert.Equal(release.Objects.Select(o => (o.Json.ToJsonString(), o.Source)), read.Objects.Select(o => (o.Json.ToJsonString(), o.Source)));
        Assert.Equal(release.Services, read.Services);
        JsonObject secret = cluster.Get($"{Secrets}/sluice-release-{release.Key}")!;
        Assert.Equal(release.Key, secret["metadata"]!["labels"]!["sluice.dev/release"]!.ToString());
        Assert.DoesNotContain("hidden", string.Concat(read.Objects.Select(o => o.Json.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_Again_WritesNothing()
    {
        await Store.PutAsync(Release("1"), default);
        cluster.Requests.Clear();

        await Store.PutAsync(Release("1"), default);

        Assert.All(cluster.Requests, r => Assert.StartsWith("GET", r, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Put_MoreThanOneSecretHolds_IsSplitAndTheFirstSegmentIsWrittenLast()
    {
        StoredRelease release = Large();

        await Store.PutAsync(release, default);

        string[] written = [.. cluster.Requests.Where(r => r.StartsWith("POST", StringComparison.Ordinal))];
        Assert.InRange(written.Length, 3, 9);
        JsonObject[] segments = [.. Enumerable.Range(0, written.Length).Select(at => cluster.Get($"{Secrets}/{SegmentedSecret.Name(release.Key, at)}")!)];
        Assert.All(segments, s => Assert.InRange(s["data"]!["release.json.gz"]!.ToString().Length, 1, 256 * 1024));
        Assert.Equal(written.Length - 1, Enumerable.Range(1, written.Length - 1).Count(at => Version(segments[at]) < Version(segments[0])));
        Assert.Equal(release.Objects.Count, (await Store.GetAsync(release.Key, default)).Value!.Objects.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Get_SegmentIsMissing_IsAProblemAndPutWritesItAgain(int lost)
    {
        StoredRelease release = Large();
        await Store.PutAsync(release, default);
        await client.DeleteAsync($"{Secrets}/{SegmentedSecret.Name(release.Key, lost)}", null, default);

        Assert.Contains("left as it is", Assert.Single((await Store.GetAsync(release.Key, default)).Problems).What, StringComparison.Ordinal);

        await Store.PutAsync(release, default);
        Assert.NotNull((await Store.GetAsync(release.Key, default)).Value);
    }

    [Theory]
    [InlineData("bm90IGd6aXA=")]
    [InlineData("no base64!")]
    [InlineData("")]
    public async Task Get_SpoiltContent_IsAProblemNotAnException(string data)
    {
        StoredRelease release = Release("1");
        await Store.PutAsync(release, default);
        string path = $"{Secrets}/sluice-release-{release.Key}";
        JsonObject secret = cluster.Get(path)!;
        secret["data"]!["release.json.gz"] = data;
        cluster.Put(path, secret);

        ClusterResult<StoredRelease> read = await Store.GetAsync(release.Key, default);

        Assert.Null(read.Value);
    }

    [Fact]
    public async Task Get_NotThere_NamesTheSecretThatIsGone() =>
        Assert.Contains("Secret/sluice-release-0123456789abcdef in p25", Assert.Single((await Store.GetAsync("0123456789abcdef", default)).Problems).What, StringComparison.Ordinal);

    [Fact]
    public async Task Forget_SomeOfThem_LeavesTheOthersAndWhatIsNotOurs()
    {
        await Store.PutAsync(Release("1"), default);
        await Store.PutAsync(Release("2"), default);
        await Store.PutAsync(Large(), default);
        cluster.Put($"{Secrets}/keys", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "keys" } });

        Assert.Empty(await Store.ForgetAsync([Release("1").Key, Large().Key], default));

        Assert.Equal([Release("2").Key], (await Store.KeysAsync(default)).Value!);
        Assert.NotNull(cluster.Get($"{Secrets}/keys"));
    }

    [Fact]
    public async Task All_ServerForbids_AreProblems()
    {
        cluster.Intercept = (_, _) => (403, FakeCluster.Status(403, "Forbidden", "secrets is forbidden"));

        Assert.Equal(ClusterProblemKind.Forbidden, (await Store.PutAsync(Release("1"), default)).Problems[0].Kind);
        Assert.Equal(ClusterProblemKind.Forbidden, (await Store.KeysAsync(default)).Problems[0].Kind);
        Assert.Equal(ClusterProblemKind.Forbidden, (await Store.ForgetAsync(["x"], default))[0].Kind);
    }

    [Fact]
    public void Key_OtherObjectsOrServices_IsAnother()
    {
        string[] keys =
        [
            Release("1").Key, Release("2").Key,
            Release("1", [new ServiceTarget("backend", 0)]).Key, Release("1", [new ServiceTarget("backend", 1)]).Key, Release("1", [new ServiceTarget("backend", 1, "/x")]).Key,
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(Release("1").Key, Release("1").Key);
    }

    private static long Version(JsonObject item) => long.Parse(item["metadata"]!["resourceVersion"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static StoredRelease Release(string marker, IReadOnlyList<ServiceTarget>? services = null) => StoredRelease.Of(
        $"sha256:{marker}",
        [
            Item("ConfigMap", "config", new JsonObject { ["data"] = new JsonObject { ["marker"] = marker } }),
            Item("Secret", "keys", new JsonObject { ["stringData"] = new JsonObject { ["password"] = "hidden" }, ["data"] = new JsonObject { ["other"] = "aGlkZGVu" } }),
        ],
        services ?? []);

    // What does not compress.
    private static StoredRelease Large() => StoredRelease.Of(
        "sha256:large",
        [.. Enumerable.Range(0, 8).Select(i => Item("ConfigMap", $"c{i}", new JsonObject { ["data"] = new JsonObject { ["x"] = Noise(i) } }))],
        []);

    private static string Noise(int seed) =>
        string.Concat(Enumerable.Range(0, 2000).Select(i => Convert.ToBase64String(SHA256.HashData([(byte)seed, (byte)(i >> 8), (byte)i]))));

    private static ManifestObject Item(string kind, string name, JsonObject json)
    {
        json["apiVersion"] = "v1";
        json["kind"] = kind;
        json["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "p25" };
        return new ManifestObject(json, "k8s/base/x.yaml");
    }
}

using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Supply.Promotion;

namespace Sluice.Supply.Tests.Promotion;

public sealed class PromotionRegistryTests : IAsyncLifetime, IDisposable
{
    private readonly RegistryClient _client = new(new RegistryClientOptions { Retries = 0 });
    private TestRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose() => _client.Dispose();

    private ServiceRepository[] Repositories => [new("backend", _registry.RepositoryOf("backend")), new("frontend", _registry.RepositoryOf("frontend"))];

    [Fact]
    public async Task FindAsync_AfterASuccess_TakesItsDigestsFromTheRegistryAlone()
    {
        var record = await RanAsync("1.5.0-beta2");

        var taken = Assert.IsType<PromotionDecision.Taken>(await FindAsync());

        Assert.True(taken.Record.SaysTheSameAs(record));
        Assert.Empty(taken.Passed);
    }

    [Fact]
    public async Task FindAsync_SeveralPreReleases_TheNewestByNumberThatSucceededFromTheCommit()
    {
        await RanAsync("1.5.0-beta2");
        await RanAsync("1.5.0-beta10");
        await RanAsync("1.5.0-beta11", record => record with { Outcome = PromotionOutcome.Failed });
        await RanAsync("1.5.0-beta12", record => record with { Commit = Sets.OtherCommit }, build: "other");
        await RanAsync("1.5.1-beta1");
        await RanAsync("1.5.0", record => record with { Environment = "prod" });

        var taken = Assert.IsType<PromotionDecision.Taken>(await FindAsync());

        Assert.Equal("1.5.0-beta10", taken.Record.Version);
        Assert.Equal(2, taken.Passed.Count);
        Assert.StartsWith("1.5.0-beta12 succeeded in beta, but it is commit 222222222222", taken.Passed[0], StringComparison.Ordinal);
        Assert.StartsWith("1.5.0-beta11 ran in beta and did not succeed", taken.Passed[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_NothingThere_NeverRan()
    {
        var refused = Assert.IsType<PromotionDecision.Refused>(await FindAsync());

        Assert.Contains("1.5.0 does not go to prod", refused.Reason, StringComparison.Ordinal);
        Assert.Contains("no pre-release of it ever ran in beta", refused.Reason, StringComparison.Ordinal);
        Assert.Null(refused.Newest);
    }

    [Fact]
    public async Task FindAsync_OnlyUnfitOnes_NamesEachWithItsReason()
    {
        await RanAsync("1.5.0-beta1", record => record with { Outcome = PromotionOutcome.Failed });
        await RanAsync("1.5.0-beta2", record => record with { Commit = Sets.OtherCommit }, build: "other");

        var refused = Assert.IsType<PromotionDecision.Refused>(await FindAsync());

        Assert.Equal(
            ["  1.5.0-beta2 succeeded in beta, but it is commit 222222222222, and 1.5.0 is commit 111111111111", "  1.5.0-beta1 ran in beta and did not succeed there (commit 111111111111)"],
            refused.Reason.Split('\n')[1..]);
        Assert.Equal("1.5.0-beta2", refused.Newest?.ToString());
    }

    [Fact]
    public async Task FindAsync_ServiceWithoutName_OlderOneIsNotTakenInstead()
    {
        await RanAsync("1.5.0-beta1");
        await RanAsync("1.5.0-beta2");
        Assert.True(_registry.Tags.TryRemove(("pcbench/frontend", "sluice-release-1.5.0-beta2"), out _));

        Assert.Contains("1.5.0-beta2 is recorded in part only: nothing says that frontend succeeded", Assert.IsType<PromotionDecision.Refused>(await FindAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_NameMovedToAnotherImage_IsRefused()
    {
        await RanAsync("1.5.0-beta2");
        var moved = await PutImageAsync("frontend", "moved");
        _registry.Tags[("pcbench/frontend", "sluice-release-1.5.0-beta2")] = moved.ToString();

        Assert.Contains("nothing says that frontend succeeded", Assert.IsType<PromotionDecision.Refused>(await FindAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_RecordOfAnotherImage_IsRefused()
    {
        var record = await RanAsync("1.5.0-beta2");
        var image = await PutImageAsync("frontend", "forged");
        _registry.Tags[("pcbench/frontend", "sluice-release-1.5.0-beta2")] = image.ToString();
        var content = record.ToDocument();
        var subject = new Descriptor { MediaType = MediaTypes.ImageManifest, Digest = image, Size = 1 };
        Assert.True((await _client.PushArtifactAsync(_registry.RepositoryOf("frontend"), PromotionRecord.Kind.For(subject, content), [content], default)).IsSuccess);

        Assert.Contains("about another image", Assert.IsType<PromotionDecision.Refused>(await FindAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_DamagedRecord_IsRefused()
    {
        await RanAsync("1.5.0-beta2");
        Array.ForEach(_registry.Blobs.ToArray(), blob => _registry.Blobs[blob.Key] = [.. blob.Value, (byte)' ']);

        Assert.Contains("cannot be used", Assert.IsType<PromotionDecision.Refused>(await FindAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_RecordOfAnotherApplication_IsNone()
    {
        await RanAsync("1.5.0-beta2", record => record with { Application = "shop" });

        Assert.Contains("1.5.0-beta2 never ran in beta", Assert.IsType<PromotionDecision.Refused>(await FindAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_RegistryDoesNotAnswer_IsUnknown()
    {
        var repositories = Repositories;
        await _registry.StopAsync();

        Assert.IsType<PromotionDecision.Unknown>(await PromotionFinder.FindAsync(_client, Sets.Wanted(repositories), default));
    }

    [Fact]
    public async Task FindAsync_ImageOfManyReleases_ReadsTheRecordsOfTheWantedOneOnly()
    {
        await RanAsync("1.5.0-beta2");
        var before = await ReadsAsync();
        for (var patch = 0; patch < 10; patch++)
        {
            await RanAsync($"1.4.{patch}-beta1");
        }

        Assert.Equal(before, await ReadsAsync());

        async Task<int> ReadsAsync()
        {
            var reads = _registry.Reads;
            Assert.IsType<PromotionDecision.Taken>(await FindAsync());
            return _registry.Reads - reads;
        }
    }

    [Fact]
    public async Task WriteAsync_SameAgain_WritesNothing()
    {
        var record = await RanAsync("1.5.0-beta2");
        var writes = _registry.Writes;

        Assert.Empty(await PromotionWriter.WriteAsync(_client, Repositories, record with { RecordedAt = record.RecordedAt.AddDays(1), By = "Bob" }, default));
        Assert.Equal(writes, _registry.Writes);

        Assert.Empty(await PromotionWriter.WriteAsync(_client, Repositories, record with { RecordedAt = record.RecordedAt.AddDays(1), Outcome = PromotionOutcome.Failed }, default));
        Assert.NotEqual(writes, _registry.Writes);
        Assert.IsType<PromotionDecision.Refused>(await FindAsync());
    }

    [Fact]
    public async Task WriteAsync_RegistryTakesNothing_SaysSoForEachAndARepetitionCompletesIt()
    {
        var record = Sets.Record() with { Images = [new("backend", await PutImageAsync("backend", "")), new("frontend", await PutImageAsync("frontend", ""))] };
        _registry.Refusal = 403;

        var problems = await PromotionWriter.WriteAsync(_client, Repositories, record, default);

        Assert.Equal(["backend", "frontend"], problems.Select(problem => problem.Split(':')[0]));
        _registry.Refusal = null;
        Assert.Empty(await PromotionWriter.WriteAsync(_client, Repositories, record, default));
        Assert.IsType<PromotionDecision.Taken>(await FindAsync());
    }

    [Fact]
    public async Task WriteAsync_NameIsTakenByAnotherImage_StaysWithIt()
    {
        var first = await RanAsync("1.5.0-beta2");
        var second = await PutImageAsync("backend", "again");

        var problem = Assert.Single(await PromotionWriter.WriteAsync(_client, [Repositories[0]], first with { Images = [new("backend", second)] }, default));

        Assert.Contains("sluice-release-1.5.0-beta2", problem, StringComparison.Ordinal);
        Assert.Equal(first.Images[0].Digest.ToString(), _registry.Tags[("pcbench/backend", "sluice-release-1.5.0-beta2")]);
    }

    [Fact]
    public async Task FindAsync_NamedImages_OnePerServiceThatHasTheName()
    {
        var image = await PutImageAsync("backend", "");
        Assert.Equal(image, (await ReleaseTagger.TagAsync(_client, _registry.RepositoryOf("backend"), image, ReleaseNames.OfCommit(Sets.Commit), default)).Value);

        var found = await ReleaseTagger.FindAsync(_client, Repositories, ReleaseNames.OfCommit(Sets.Commit), default);

        Assert.Null(found.Error);
        Assert.Equal([new PromotedImage("backend", image)], found.Images);
    }

    private Task<PromotionDecision> FindAsync() => PromotionFinder.FindAsync(_client, Sets.Wanted(Repositories), default);

    private async Task<PromotionRecord> RanAsync(string version, Func<PromotionRecord, PromotionRecord>? change = null, string build = "")
    {
        var record = Sets.Record(version) with { Images = [new("backend", await PutImageAsync("backend", build)), new("frontend", await PutImageAsync("frontend", build))] };
        record = change?.Invoke(record) ?? record;
        Assert.Empty(await PromotionWriter.WriteAsync(_client, Repositories, record, default));
        return record;
    }

    private async Task<Digest> PutImageAsync(string service, string build)
    {
        var manifest = new ImageManifest { Config = Descriptor.Of(MediaTypes.ImageConfig, System.Text.Encoding.UTF8.GetBytes(service + build)) }.ToDocument();
        Assert.True((await _client.PutManifestAsync(_registry.RepositoryOf(service).WithDigest(manifest.Digest), manifest, default)).IsSuccess);
        return manifest.Digest;
    }
}

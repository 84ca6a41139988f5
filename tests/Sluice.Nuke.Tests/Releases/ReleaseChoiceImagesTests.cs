using Sluice.Model.Versions;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Jobs;
using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Supply.Evidence;
using Sluice.Supply.Promotion;
using Sluice.Supply.Scanning;

namespace Sluice.Nuke.Tests.Releases;

public sealed class ReleaseChoiceImagesTests : IAsyncLifetime, IDisposable
{
    private const string Here = "1111111111111111111111111111111111111111";
    private const string There = "2222222222222222222222222222222222222222";
    private static readonly string[] s_services = ["backend", "frontend"];

    private readonly RegistryClient _client = new(new RegistryClientOptions { Retries = 0 });
    private readonly ManualClock _clock = new();
    private TestRegistry _registry = null!;
    private int _builds;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task FindAsync_NothingInTheRegistry_TheImagesOfTheSources()
    {
        var set = await FindAsync("beta", "1.5.0-beta1", Here, isHead: true);

        Assert.Equal(("1.5.0-beta1", Here, 1), (set.Version, set.Commit, _builds));
    }

    [Fact]
    public async Task FindAsync_CommitIsInTheRegistry_ItsImagesAndNoBuild()
    {
        var images = await PushAsync("one");
        await NameAsync(images, Here);

        var set = await FindAsync("beta", "1.5.0-beta1", Here, isHead: true);

        Assert.Equal(images.Select(image => image.Reference), set.Images.Select(image => image.Reference));
        Assert.Equal(0, _builds);
        Assert.Contains("the registry has of commit 111111111111", Assert.Single(set.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_CommitThatIsNotCheckedOut_ItsImagesOrARefusal()
    {
        var images = await PushAsync("one");
        await NameAsync([images[0]], There);
        await RefusedAsync(ExitCodes.BadInput, "the registry has no images of it for frontend", "git checkout 222222222222 && ./build.sh DeployBeta --release-version 1.5.0-beta1", "beta", "1.5.0-beta1", There);

        await NameAsync(images, There);
        Assert.Equal(images.Select(image => image.Reference), (await FindAsync("beta", "1.5.0-beta1", There)).Images.Select(image => image.Reference));
    }

    [Fact]
    public async Task FindAsync_VersionThatRan_KeepsItsImages()
    {
        var images = await PushAsync("one");
        await RanAsync("beta", "1.5.0-beta1", Here, images);
        await NameAsync(await PushAsync("two"), Here);

        Assert.Equal(images.Select(image => image.Reference), (await FindAsync("beta", "1.5.0-beta1", Here, isHead: true)).Images.Select(image => image.Reference));
        Assert.Equal(0, _builds);
    }

    [Fact]
    public async Task FindAsync_VersionOfAnotherCommit_IsRefusedAndNamesBoth()
    {
        await RanAsync("beta", "1.5.0-beta1", There, await PushAsync("one"));

        await RefusedAsync(ExitCodes.BadInput, "ran in beta already, as commit 222222222222; now it would be commit 111111111111", "git tag v1.5.0-beta2", "beta", "1.5.0-beta1", Here, isHead: true);
    }

    [Fact]
    public async Task FindAsync_FinalVersion_TheImagesThatSucceededBefore()
    {
        var images = await PushAsync("one");
        await RanAsync("beta", "1.5.0-beta2", Here, images);
        await RanAsync("beta", "1.5.0-beta3", Here, images, PromotionOutcome.Failed);

        var set = await FindAsync("prod", "1.5.0", Here);

        Assert.Equal(("1.5.0", Here), (set.Version, set.Commit));
        Assert.Equal(images, set.Images);
        Assert.Equal(0, _builds);
        Assert.StartsWith("1.5.0: the images of 1.5.0-beta2, which succeeded in beta at ", set.Notes[0], StringComparison.Ordinal);
        Assert.StartsWith("not taken: 1.5.0-beta3 ran in beta and did not succeed", set.Notes[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_FinalVersionThatNeverRanBefore_IsRefusedEvenWhereItsImagesAreThere()
    {
        await NameAsync(await PushAsync("one"), Here);

        await RefusedAsync(ExitCodes.BadInput, "no pre-release of it ever ran in beta", "git tag v1.5.0-beta1 111111111111, and deploy that to beta", "prod", "1.5.0", Here, isHead: true);
        Assert.Equal(0, _builds);
    }

    [Fact]
    public async Task FindAsync_FinalVersionOfAnotherCommit_IsRefused()
    {
        await RanAsync("beta", "1.5.0-beta2", There, await PushAsync("one"));

        await RefusedAsync(ExitCodes.BadInput, "it is commit 222222222222, and 1.5.0 is commit 111111111111", "git tag v1.5.0-beta3 111111111111", "prod", "1.5.0", Here, isHead: true);
    }

    [Fact]
    public async Task FindAsync_FinalVersionThatRanWithOtherImages_IsRefused()
    {
        await RanAsync("prod", "1.5.0", Here, await PushAsync("one"));
        await RanAsync("beta", "1.5.0-beta2", Here, await PushAsync("two"));

        await RefusedAsync(ExitCodes.BadInput, "1.5.0 ran with other images already: backend was sha256:", "next version", "prod", "1.5.0", Here, isHead: true);
    }

    [Fact]
    public async Task FindAsync_ImageWithoutEvidence_IsRefused()
    {
        await RanAsync("beta", "1.5.0-beta2", Here, await PushAsync("one", isScanned: false));

        await RefusedAsync(ExitCodes.BadInput, "frontend: Image sha256:", "git checkout 111111111111 && ./build.sh Push", "prod", "1.5.0", Here, isHead: true);
    }

    [Fact]
    public async Task FindAsync_EvidenceOlderThanThePolicyAllows_IsRefused()
    {
        await RanAsync("beta", "1.5.0-beta2", Here, await PushAsync("one"));
        _clock.Advance(TimeSpan.FromDays(400));

        await RefusedAsync(ExitCodes.BadInput, "its scan is of", "./build.sh Push", "prod", "1.5.0", Here, isHead: true);
    }

    [Fact]
    public async Task FindAsync_RegistryDoesNotAnswer_IsInfrastructure()
    {
        var repositories = Repositories;
        await _registry.StopAsync();

        var failure = await Assert.ThrowsAsync<BuildFailedException>(() => Choice("prod", repositories).FindAsync(Named("1.5.0", Here, true), default));

        Assert.Equal(ExitCodes.Infrastructure, failure.ExitCode);
        Assert.EndsWith("Next: ./build.sh Doctor", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordAsync_RegistryTakesNothing_IsANoticeWithWhatToType()
    {
        var images = await PushAsync("one");
        _registry.Refusal = 403;

        var lines = await RecordAsync("beta", "1.5.0-beta2", Here, images, PromotionOutcome.Succeeded);

        Assert.Equal("How 1.5.0-beta2 fared in beta could not be recorded in the registry, so no other environment can take it from there. What serves is not affected.", lines[0]);
        Assert.Equal(["  backend", "  frontend"], lines.Skip(1).Take(2).Select(line => line.Split(':')[0]));
        Assert.Equal("To record it, type: ./build.sh DeployBeta --release-version 1.5.0-beta2", lines[^1]);
    }

    [Theory]
    [InlineData("1a2b3c4d5e6f", Here)]
    [InlineData("1.5.0-beta2", "")]
    public async Task RecordAsync_ReleaseThatCannotBePromoted_WritesNothing(string version, string commit)
    {
        var images = await PushAsync("one");
        var writes = _registry.Writes;

        Assert.Empty(await RecordAsync("stage", version, commit, images, PromotionOutcome.Succeeded));
        Assert.Equal(writes, _registry.Writes);
    }

    private ServiceRepository[] Repositories => [.. s_services.Select(service => new ServiceRepository(service, _registry.RepositoryOf(service)))];

    private async Task RefusedAsync(int exitCode, string what, string next, string environment, string version, string commit, bool isHead = false)
    {
        var failure = await Assert.ThrowsAsync<BuildFailedException>(() => FindAsync(environment, version, commit, isHead));

        Assert.Equal(exitCode, failure.ExitCode);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed.", failure.Message, StringComparison.Ordinal);
        Assert.Contains(next, failure.Message.Split("Type: ")[1], StringComparison.Ordinal);
    }

    private Task<ReleaseSet> FindAsync(string environment, string version, string commit, bool isHead = false) => Choice(environment, Repositories).FindAsync(Named(version, commit, isHead), default);

    private ReleaseChoiceImages Choice(string environment, ServiceRepository[] repositories)
    {
        var pipeline = ReleasePipeline.Load();
        return new ReleaseChoiceImages(pipeline, pipeline.Environment(environment), $"Deploy{char.ToUpperInvariant(environment[0])}{environment[1..]}", _client, repositories, _clock)
        {
            Build = async _ =>
            {
                _builds++;
                return await PushAsync("built");
            },
        };
    }

    private static NamedRelease Named(string text, string commit, bool isHead) =>
        ReleaseVersion.TryParse(text, out var version, out var error) ? new NamedRelease(version, commit, isHead) : throw new FormatException(error);

    private async Task<IReadOnlyList<ReleaseImage>> PushAsync(string build, bool isScanned = true)
    {
        var images = new List<ReleaseImage>();
        foreach (var (service, where) in Repositories)
        {
            var manifest = new ImageManifest { Config = Descriptor.Of(MediaTypes.ImageConfig, System.Text.Encoding.UTF8.GetBytes(service + build)) }.ToDocument();
            Assert.True((await _client.PutManifestAsync(where.WithDigest(manifest.Digest), manifest, default)).IsSuccess);
            if (isScanned)
            {
                var report = new ScanEvidence
                {
                    Schema = ScanEvidence.CurrentSchema,
                    Subject = manifest.Digest,
                    Scanner = ImageScanner.Version,
                    Rules = ScanRules.Hash,
                    Verdict = ScanVerdict.Passed,
                    Failures = 0,
                    Warnings = 0,
                    FilesExamined = 1,
                    FilesReadInPart = 0,
                    ScannedAt = _clock.GetUtcNow(),
                }.ToDocument();
                Assert.True((await _client.PushArtifactAsync(where, ArtifactManifest.Create(ScanEvidence.ArtifactType, manifest.Descriptor, [report.Descriptor]), [report], default)).IsSuccess);
            }

            images.Add(new ReleaseImage(service, where.WithDigest(manifest.Digest).ToString()));
        }

        return images;
    }

    private async Task NameAsync(IReadOnlyList<ReleaseImage> images, string commit)
    {
        foreach (var image in images)
        {
            var reference = ImageReference.Parse(image.Reference);
            Assert.True((await ReleaseTagger.TagAsync(_client, reference with { Digest = null }, reference.Digest!.Value, ReleaseNames.OfCommit(commit), default)).IsSuccess);
        }
    }

    private async Task RanAsync(string environment, string version, string commit, IReadOnlyList<ReleaseImage> images, PromotionOutcome outcome = PromotionOutcome.Succeeded) =>
        Assert.Empty(await RecordAsync(environment, version, commit, images, outcome));

    private Task<IReadOnlyList<string>> RecordAsync(string environment, string version, string commit, IReadOnlyList<ReleaseImage> images, PromotionOutcome outcome) => PromotionJob.RecordAsync(
        _client, "pcbench", environment, new Release(version, commit, "Ada", images, "0123456789abcdef"), outcome, $"Deploy{char.ToUpperInvariant(environment[0])}{environment[1..]}", _clock, default);
}

using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

/// <summary>The client against a registry that others wrote: no referrers API, basic login, chunks, mounts.</summary>
public sealed class DebianRegistryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [DebianRegistryFact]
    public async Task PushAndPull_ImageInChunks_RoundTripsMountsAndMovesNothingTwice()
    {
        await using var registry = await DebianRegistry.StartAsync();
        using var client = Client(registry);
        var pusher = new ImagePusher(client);
        var image = new ImageReference(registry.Host, "pcbench/backend", "v1");
        var layout = OciLayout.Open(_folder.File("source"));
        var manifest = await TestImage.WriteAsync(layout, 450_000, 70_000, 10);

        var first = await pusher.PushAsync(layout, manifest, image, null, CancellationToken.None);
        var again = await pusher.PushAsync(layout, manifest, image, null, CancellationToken.None);
        var other = await pusher.PushAsync(layout, manifest, image with { Repository = "pcbench/other" }, null, CancellationToken.None);
        var pulled = await new ImagePuller(client).PullAsync(first.Value!.Image, OciLayout.Open(_folder.File("target")), CancellationToken.None);

        Assert.Equal((4, 0, 0), (first.Value.BlobsSent, first.Value.BlobsMounted, first.Value.BlobsAlreadyThere));
        Assert.True(again.Value!.NothingToDo);
        Assert.Equal((0, 4, 0L), (other.Value!.BlobsSent, other.Value.BlobsMounted, other.Value.BytesSent));
        Assert.True(pulled.IsSuccess, pulled.Error?.Message);
        Assert.Empty(await OciLayout.Open(_folder.File("target")).VerifyAsync(CancellationToken.None));
        Assert.Equal(["v1"], (await client.ListTagsAsync(image, CancellationToken.None)).Value!);
    }

    [DebianRegistryFact]
    public async Task PushIndex_TwoPlatforms_IsPulledByPlatform()
    {
        await using var registry = await DebianRegistry.StartAsync();
        using var client = Client(registry);
        var layout = OciLayout.Open(_folder.File("source"));
        var entries = new List<Descriptor>();
        foreach (var (architecture, size) in new[] { ("amd64", 100), ("arm64", 200) })
        {
            var child = layout.Resolve(await TestImage.WriteAsync(layout, size))!;
            entries.Add(child with { Platform = new Platform(architecture, "linux") });
        }

        var index = await layout.PutManifestAsync(new ImageIndex { Manifests = entries }.ToDocument(), null, CancellationToken.None);
        var image = new ImageReference(registry.Host, "multi", "v1");

        var pushed = await new ImagePusher(client).PushAsync(layout, index.Digest, image, null, CancellationToken.None);
        var pulled = await new ImagePuller(client).PullAsync(image, OciLayout.Open(_folder.File("target")), CancellationToken.None, new Platform("arm64", "linux"));

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.Equal(entries[1].Digest, pulled.Value?.Image.Digest);
        Assert.True((await new ImagePusher(client).PushAsync(layout, index.Digest, image, null, CancellationToken.None)).Value!.NothingToDo);
    }

    [DebianRegistryFact]
    public async Task PushArtifacts_FromManyAtOnce_AllAreListed()
    {
        await using var registry = await DebianRegistry.StartAsync();
        using var client = Client(registry);
        var where = new ImageReference(registry.Host, "app");
        var subject = Descriptor.Of(MediaTypes.ImageManifest, "subject"u8);

        var pushed = await Task.WhenAll(Enumerable.Range(0, 6).Select(number =>
            client.PushArtifactAsync(where, ArtifactManifest.Create($"type/{number}", subject, []), [], CancellationToken.None)));
        var listed = await client.ListReferrersAsync(where, subject.Digest, null, CancellationToken.None);

        Assert.All(pushed, outcome => Assert.True(outcome.IsSuccess, outcome.Error?.Message));
        Assert.Equal(pushed.Select(outcome => outcome.Value!.Digest).Order(), listed.Value!.Select(entry => entry.Digest).Order());
    }

    [DebianRegistryFact]
    public async Task Refusals_LoginReadOnlyAndDigest_AreTold()
    {
        await using var registry = await DebianRegistry.StartAsync();
        await using var readOnly = await DebianRegistry.StartAsync(isReadOnly: true);
        using var client = Client(registry);
        using var anonymous = new RegistryClient();
        var (where, frozen) = (new ImageReference(registry.Host, "app"), new ImageReference(readOnly.Host, "app"));
        var blob = Descriptor.Of("x", "right"u8);

        var noLogin = await anonymous.PushBlobAsync(where, blob, () => new MemoryStream("right"u8.ToArray()), null, null, CancellationToken.None);
        var wrongBytes = await client.PushBlobAsync(where, blob, () => new MemoryStream("wrong"u8.ToArray()), null, null, CancellationToken.None);
        var noPushes = await client.PushBlobAsync(frozen, blob, () => new MemoryStream("right"u8.ToArray()), null, null, CancellationToken.None);

        Assert.Contains($"docker login {registry.Host}", noLogin.Error!.Message);
        Assert.Equal(RegistryErrorKind.DigestMismatch, wrongBytes.Error!.Kind);
        Assert.Equal(RegistryErrorKind.ReadOnly, noPushes.Error!.Kind);
    }

    private static RegistryClient Client(DebianRegistry registry)
        => new(new RegistryClientOptions { Credentials = registry, ChunkSize = 100_000, RetryDelay = TimeSpan.FromMilliseconds(5) });
}

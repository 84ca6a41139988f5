using Sluice.Oci.Layout;

namespace Sluice.Oci.Tests.Layout;

public class OciLayoutTests
{
    [Fact]
    public async Task PutManifestAsync_NameMoves_AndReferrersAreFound()
    {
        using var folder = new TemporaryFolder();
        var layout = OciLayout.Open(folder.Path);
        var (first, second) = (Manifest("1"), Manifest("2"));
        await layout.PutManifestAsync(first, "backend", CancellationToken.None);
        await layout.PutManifestAsync(second, "backend", CancellationToken.None);
        var artifact = ArtifactManifest.Create("application/vnd.example", second.Descriptor, []).ToDocument();
        await layout.PutManifestAsync(artifact, null, CancellationToken.None);

        var reopened = OciLayout.Open(folder.Path);
        Assert.Equal(second.Descriptor, reopened.Resolve("backend"));
        Assert.Equal(second.Bytes.ToArray(), (await reopened.ReadAsync(second.Descriptor, CancellationToken.None))!.Bytes.ToArray());
        Assert.Equal(artifact.Digest, Assert.Single(await reopened.ReferrersAsync(second.Digest, "application/vnd.example", CancellationToken.None)).Digest);
        Assert.Empty(await reopened.ReferrersAsync(second.Digest, "application/vnd.other", CancellationToken.None));
        Assert.Empty(await reopened.ReferrersAsync(first.Digest, null, CancellationToken.None));
        Assert.Equal("""{"imageLayoutVersion":"1.0.0"}""", await File.ReadAllTextAsync(folder.File("oci-layout")));
    }

    [Fact]
    public async Task PutManifestAsync_FromManyAtOnce_KeepsEveryEntry()
    {
        using var folder = new TemporaryFolder();

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), async (i, cancellationToken) =>
            await OciLayout.Open(folder.Path).PutManifestAsync(Manifest($"{i % 20}"), $"name-{i}", cancellationToken));

        var layout = OciLayout.Open(folder.Path);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(Manifest($"{i % 20}").Descriptor, layout.Resolve($"name-{i}")));
        Assert.Empty(await layout.VerifyAsync(CancellationToken.None));
    }

    [Fact]
    public async Task VerifyAsync_DamagedBlob_IsNamedAndNotRead()
    {
        using var folder = new TemporaryFolder();
        var layout = OciLayout.Open(folder.Path);
        var manifest = Manifest("1");
        await layout.PutManifestAsync(manifest, null, CancellationToken.None);
        var bytes = manifest.Bytes.ToArray();
        bytes[5] ^= 1;
        await File.WriteAllBytesAsync(layout.Blobs.PathOf(manifest.Digest), bytes);

        Assert.Contains(manifest.Digest.Hex, Assert.Single(await layout.VerifyAsync(CancellationToken.None)));
        Assert.Null(await layout.ReadAsync(manifest.Descriptor, CancellationToken.None));
    }

    [Fact]
    public async Task PutAsync_SourceFailsOrHasOtherBytes_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var blobs = OciLayout.Open(folder.Path).Blobs;

        await Assert.ThrowsAsync<IOException>(() => blobs.PutAsync(new DiskFullStream(), null, CancellationToken.None));
        var (digest, size) = await blobs.PutAsync(new MemoryStream([1, 2, 3]), Digest.OfNothing, CancellationToken.None);

        Assert.Equal((Digest.Compute([1, 2, 3]), 3), (digest, size));
        Assert.Empty(blobs.All());
        Assert.Empty(Directory.EnumerateFiles(folder.File("tmp")));
    }

    private static OciDocument Manifest(string name)
        => new ImageManifest { Config = Descriptor.Of(MediaTypes.ImageConfig, "{}"u8), Annotations = new Dictionary<string, string> { ["name"] = name } }.ToDocument();

    private sealed class DiskFullStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("No space left on device");
    }
}

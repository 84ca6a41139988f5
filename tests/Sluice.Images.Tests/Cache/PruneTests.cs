using Sluice.Images.Cache;
using Sluice.Images.Layers;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;

namespace Sluice.Images.Tests.Cache;

public sealed class PruneTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Clock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RememberAsync_LargerThanTheLimit_LeastRecentlyUsedGoesWhateverItsService()
    {
        var old = await AddAsync("shop", "old", 100_000);
        _clock.Now += TimeSpan.FromDays(1);
        var middle = await AddAsync("mail", "middle", 100_000);
        _clock.Now += TimeSpan.FromDays(1);
        await NewCache().RememberAsync([old], default);
        var last = await AddAsync("shop", "last", 100_000, limit: 250_000);

        Assert.Null(await NewCache().FindAsync("mail", "middle", default));
        Assert.NotNull(await NewCache().FindAsync("shop", "old", default));
        Assert.NotNull(await NewCache().FindAsync("shop", "last", default));
        Assert.False(Layout.Blobs.Contains(middle.Digest));
        Assert.True(Layout.Blobs.Contains(last.Digest));
    }

    [Fact]
    public async Task RememberAsync_LimitSmallerThanOneImage_KeepsThatOfTheLastBuild()
    {
        await AddAsync("shop", "old", 100_000);
        await AddAsync("shop", "last", 100_000, limit: 1);

        Assert.Null(await NewCache().FindAsync("shop", "old", default));
        Assert.NotNull(await NewCache().FindAsync("shop", "last", default));
    }

    [Fact]
    public async Task RememberAsync_ImagesOnABase_BaseStaysAsLongAsOneOfThem()
    {
        var child = await Layout.PutManifestAsync(new ImageManifest { Config = await Layout.PutAsync(new OciDocument(MediaTypes.ImageConfig, "{\"base\":1}"u8.ToArray()), default) }.ToDocument(), null, default);
        var absent = Descriptor.Of(MediaTypes.ImageManifest, "another platform's"u8);
        var index = await Layout.PutManifestAsync(new ImageIndex { Manifests = [child, absent] }.ToDocument(), null, default);
        await AddAsync("shop", "one", 10, index.Digest);
        await AddAsync("shop", "two", 10);

        Assert.True(Layout.Blobs.Contains(index.Digest) && Layout.Blobs.Contains(child.Digest));

        await NewCache().PruneAsync(0, new HashSet<Digest>(), default);
        Assert.Empty(Layout.Blobs.All());
        Assert.Empty(Layout.List());
    }

    [Fact]
    public async Task PruneAsync_Index_GoesWithItsImagesAndEvidence()
    {
        var images = new List<Descriptor>();
        foreach (var platform in new[] { Platform.LinuxAmd64, Platform.LinuxArm64 })
        {
            var config = await Layout.PutAsync(new OciDocument(MediaTypes.ImageConfig, System.Text.Encoding.UTF8.GetBytes($"\"{platform}\"")), default);
            images.Add(await Layout.PutAsync(new ImageManifest { Config = config }.ToDocument(), default) with { Platform = platform });
        }

        var index = await Layout.PutManifestAsync(new ImageIndex { Manifests = images }.ToDocument(), null, default);
        await Layout.PutManifestAsync(ArtifactManifest.Create("application/x.test", images[1], []).ToDocument(), null, default);
        await NewCache().RememberAsync([new ServiceImage("shop", index, "one", 0)], default);
        Assert.NotNull(await NewCache().FindAsync("shop", "one", default));
        Assert.Equal(6, Layout.Blobs.All().Count());

        Assert.Equal(1, await NewCache().PruneAsync(0, new HashSet<Digest>(), default));

        Assert.Empty(Layout.Blobs.All());
    }

    [Fact]
    public async Task Prune_AfterKilledBuilds_RemovesWhatTheyLeftAndCompilerOutputOfGoneServices()
    {
        var kept = await AddAsync("shop", "kept", 1000);
        await Layout.Blobs.PutAsync(Digest.Compute("orphan"u8), "orphan"u8.ToArray(), default);
        File.WriteAllText(Path.Combine(Layout.Folder, "tmp", "unfinished"), "x");
        _folder.Write("work/shop.linux-x64/obj/a", "x");
        _folder.Write("work/gone/obj/a", "xyz");
        var builder = new DaemonlessBuilder(new BuilderOptions { Root = _folder.Path, WorkFolder = _folder.Path }, _clock);

        var young = await builder.PruneAsync(long.MaxValue, default);
        Assert.True(Layout.Blobs.Contains(Digest.Compute("orphan"u8)));
        _clock.Now = DateTimeOffset.MaxValue - TimeSpan.FromDays(1);
        var aged = await builder.PruneAsync(long.MaxValue, default);

        Assert.Equal((0, 3L), (young!.ImagesForgotten, young.BytesFreed));
        Assert.Equal(7, aged!.BytesFreed);
        Assert.False(Layout.Blobs.Contains(Digest.Compute("orphan"u8)));
        Assert.Empty(Layout.Blobs.Unfinished());
        Assert.True(Directory.Exists(_folder.At("work/shop.linux-x64")));
        Assert.False(Directory.Exists(_folder.At("work/gone")));
        Assert.Equal(kept, await NewCache().FindAsync("shop", "kept", default));
    }

    [Fact]
    public async Task Prune_WhileAnotherBuildWorks_DoesNothing()
    {
        using var held = new FileStream(_folder.At("lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Null(await new DaemonlessBuilder(new BuilderOptions { Root = _folder.Path, WorkFolder = _folder.Path, LockTimeout = TimeSpan.Zero }, TimeProvider.System).PruneAsync(0, default));
    }

    private OciLayout Layout => OciLayout.Open(_folder.At("layout"));

    private ImageCache NewCache(long limit = long.MaxValue)
    {
        var options = new BuilderOptions { Root = _folder.Path, WorkFolder = _folder.Path, CacheLimit = limit };
        return new ImageCache(Layout, new SoundBlobs(Layout), _folder.At("cache.json"), options, _clock);
    }

    /// <summary>An image of one layer that does not compress.</summary>
    private async Task<ServiceImage> AddAsync(string service, string inputs, int size, Digest? baseDigest = null, long limit = long.MaxValue)
    {
        var bytes = new byte[size];
        new Random(inputs.Length + inputs[0]).NextBytes(bytes);
        var layer = await LayerBuilder.BuildAsync([LayerEntry.FromBytes(inputs, bytes)], Layout.Blobs.NewTemporaryPath(), null, default);
        Layout.Adopt(layer);
        var config = await Layout.PutAsync(new OciDocument(MediaTypes.ImageConfig, System.Text.Encoding.UTF8.GetBytes($"\"{inputs}\"")), default);
        var manifest = await Layout.PutManifestAsync(new ImageManifest { Config = config, Layers = [layer.Descriptor] }.ToDocument(), null, default);
        var image = new ServiceImage(service, manifest, inputs, layer.Descriptor.Size) { Base = baseDigest };
        await NewCache(limit).RememberAsync([image], default);
        return image;
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

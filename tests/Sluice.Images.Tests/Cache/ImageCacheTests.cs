using Sluice.Images.Cache;
using Sluice.Images.Layers;
using Sluice.Model;
using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images.Tests.Cache;

public sealed class ImageCacheTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FindAsync_RememberedImage_IsFoundByANewProcess()
    {
        var image = await AddAsync("v1");

        Assert.Equal(image, await NewCache().FindAsync("shop", "v1", default));
        Assert.Null(await NewCache().FindAsync("shop", "v2", default));
        Assert.Null(await NewCache().FindAsync("mail", "v1", default));
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("config")]
    [InlineData("layer")]
    public async Task FindAsync_DamagedOrMissingBlob_IsNoneAndCanBeBuiltAgain(string part)
    {
        foreach (var damage in new Action<string>[] { path => File.WriteAllText(path, "damaged"), File.Delete, Flip })
        {
            var image = await AddAsync("v1");
            damage(NewLayout().Blobs.PathOf(await DigestOfAsync(image, part)));

            Assert.Null(await NewCache().FindAsync("shop", "v1", default));
            Assert.Equal(image, await AddAsync("v1"));
            Assert.NotNull(await NewCache().FindAsync("shop", "v1", default));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"Services\":null}")]
    [InlineData("{\"Services\":{\"shop\":[{\"InputsHash\":\"v1\"}]}}")]
    public async Task FindAsync_UnreadableIndex_IsNone(string index)
    {
        await AddAsync("v1");
        _folder.Write("cache.json", index);

        Assert.Null(await NewCache().FindAsync("shop", "v1", default));
    }

    [Fact]
    public async Task RememberAsync_MoreThanTheLimit_OldestGoesWithItsEvidenceAndBlobs()
    {
        var first = await AddAsync("v1");
        var layer = await DigestOfAsync(first, "layer");
        var evidence = await NewLayout().PutManifestAsync(ArtifactManifest.Create("application/x.test", first.Manifest, []).ToDocument(), null, default);
        await AddAsync("v2");
        var last = await AddAsync("v3");

        var layout = NewLayout();
        Assert.Null(await NewCache().FindAsync("shop", "v1", default));
        Assert.All([first.Digest, evidence.Digest, layer], digest => Assert.False(layout.Blobs.Contains(digest)));
        Assert.Null(layout.Resolve(first.Digest));
        Assert.NotNull(await NewCache().FindAsync("shop", "v2", default));
        Assert.Equal(last, await NewCache().FindAsync("shop", "v3", default));
    }

    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
    }

    private OciLayout NewLayout() => OciLayout.Open(_folder.At("layout"));

    private ImageCache NewCache()
    {
        var layout = NewLayout();
        var options = new BuilderOptions { Root = _folder.Path, WorkFolder = _folder.Path, KeepPerService = 2 };
        return new ImageCache(layout, new SoundBlobs(layout), _folder.At("cache.json"), options, TimeProvider.System);
    }

    private async Task<ServiceImage> AddAsync(string content)
    {
        _folder.Write("out/Shop.dll", content);
        _folder.Write("out/Shop.runtimeconfig.json", "{}");
        var service = new ServiceDefinition("shop", "shop", 8080, []);
        var layout = NewLayout();
        var assembler = new ImageAssembler(layout, new LayerCache(layout, new SoundBlobs(layout), _folder.At("layers.json")));
        var manifest = await assembler.AssembleAsync([new ImageRecipe(service, new ImageSettings(), Platform.LinuxAmd64, PublishFolder.Read(_folder.At("out"), "Shop")!)], default);
        var image = new ServiceImage("shop", manifest, content, (await ImageTree.ReadAsync(layout, manifest, default)).Tree!.Layers.Sum(layer => layer.Size));
        await NewCache().RememberAsync([image], default);
        return image;
    }

    private async Task<Digest> DigestOfAsync(ServiceImage image, string part)
    {
        var document = await NewLayout().ReadAsync(image.Manifest, default);
        Assert.True(ImageManifest.TryRead(document!.Bytes.Span, out var manifest, out _));
        return part switch { "manifest" => image.Digest, "config" => manifest.Config.Digest, _ => manifest.Layers[0].Digest };
    }
}

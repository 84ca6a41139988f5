using Sluice.Images.Bases;
using Sluice.Images.Layers;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Images.Tests.Bases;

/// <summary>What images say of themselves, from published files that are written here.</summary>
public sealed class ImageOnBaseTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Assemble_OnABase_InheritsAndPutsTheServiceOnTop()
    {
        var config = await ConfigAsync(new ContainerConfig
        {
            User = "root",
            Env = ["PATH=/usr/bin", "ASPNETCORE_HTTP_PORTS=80", "APP_UID=1654"],
            Cmd = ["/bin/sh"],
            Entrypoint = ["/init"],
            WorkingDir = "/srv",
            ExposedPorts = ["9000/tcp"],
            Volumes = ["/data"],
            StopSignal = "SIGINT",
            Labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = "base", ["vendor"] = "they" },
        });

        Assert.Equal(["PATH=/usr/bin", "ASPNETCORE_HTTP_PORTS=8080", "APP_UID=1654", "DOTNET_EnableDiagnostics=0", "DOTNET_RUNNING_IN_CONTAINER=true"], config.Config!.Env!);
        Assert.Equal(["dotnet", "/app/Shop.dll"], config.Config.Entrypoint!);
        Assert.Equal(("1654", "/app", "SIGINT"), (config.Config.User, config.Config.WorkingDir, config.Config.StopSignal));
        Assert.Null(config.Config.Cmd);
        Assert.Equal(["8080/tcp", "9000/tcp"], config.Config.ExposedPorts!.Order());
        Assert.Equal(["/data"], config.Config.Volumes!);
        Assert.Equal([("org.opencontainers.image.title", "shop"), ("vendor", "they")], config.Config.Labels!.Select(label => (label.Key, label.Value)));
        Assert.Equal(["base", "sluice"], config.History!.Select(entry => entry.CreatedBy));
        Assert.Equal(2, config.RootFs.DiffIds.Count);
    }

    [Theory]
    [InlineData(null, null, "1654")]
    [InlineData("0:0", null, "1654")]
    [InlineData("nonroot", null, "nonroot")]
    [InlineData("65532", null, "65532")]
    [InlineData("65532", "1000:1000", "1000:1000")]
    [InlineData(null, "0", "0")]
    public async Task Assemble_User_IsNotRootUnlessAskedFor(string? theirs, string? wanted, string expected)
        => Assert.Equal(expected, (await ConfigAsync(new ContainerConfig { User = theirs }, new ImageSettings { User = wanted })).Config!.User);

    [Fact]
    public async Task Assemble_SettingsOfTheImage_AreWrittenAndClampTimes()
    {
        var settings = new ImageSettings
        {
            SourceDate = DateTimeOffset.FromUnixTimeSeconds(86_400),
            Labels = new Dictionary<string, string> { ["team"] = "blue" },
            Annotations = new Dictionary<string, string> { ["org.opencontainers.image.vendor"] = "us" },
            Compression = LayerCompression.Zstd,
        };

        var (layout, manifest) = await AssembleAsync(new ContainerConfig(), settings);

        Assert.True(ImageConfig.TryRead((await layout.ReadAsync(manifest.Config, default))!.Bytes.Span, out var config, out _));
        Assert.Equal(settings.SourceDate, config.Created);
        Assert.Equal("blue", config.Config!.Labels!["team"]);
        Assert.Equal("us", manifest.Annotations!["org.opencontainers.image.vendor"]);
        Assert.Equal("reg.example/dotnet/aspnet:10.0", manifest.Annotations["org.opencontainers.image.base.name"]);
        Assert.Equal(Digest.OfNothing.ToString(), manifest.Annotations["org.opencontainers.image.base.digest"]);
        Assert.Equal([MediaTypes.LayerGzip, MediaTypes.LayerZstd], manifest.Layers.Select(layer => layer.MediaType));
        Assert.Equal(settings.SourceDate, PublishFolder.Read(_folder.At("out"), "Shop", settings.SourceDate)!.Application.Modified);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("0", 0L, null)]
    [InlineData("1700000000", 1700000000L, null)]
    [InlineData("-1", null, "whole seconds")]
    [InlineData("1.5", null, "whole seconds")]
    [InlineData("999999999999999999", null, "whole seconds")]
    [InlineData("yesterday", null, "\"yesterday\"")]
    public void ReadSourceDate_Text_IsSecondsOrAProblem(string text, long? seconds, string? part)
    {
        var (date, problem) = ImageSettings.ReadSourceDate(text);

        Assert.Equal(seconds, date?.ToUnixTimeSeconds());
        Assert.Equal(part is null, problem is null);
        Assert.Contains(part ?? "", problem ?? "");
    }

    [Fact]
    public async Task LayerCache_SameContent_IsPackedOnceUntilItIsDamaged()
    {
        var layout = OciLayout.Open(_folder.At("layout"));
        var content = LayerContent.Of("x", DateTimeOffset.UnixEpoch, [(LayerEntry.FromBytes("a", "text"u8.ToArray()), Digest.Compute("text"u8))]);
        var opened = 0;
        var counting = content with { Entries = [content.Entries[0] with { Open = () => Opened() }] };

        var first = await CacheOf(layout).GetAsync(counting, LayerCompression.Gzip, default);
        var again = await CacheOf(layout).GetAsync(counting, LayerCompression.Gzip, default);
        File.WriteAllText(layout.Blobs.PathOf(first.Descriptor.Digest), "damaged");
        var repaired = await CacheOf(layout).GetAsync(counting, LayerCompression.Gzip, default);
        var zstd = await CacheOf(layout).GetAsync(counting, LayerCompression.Zstd, default);

        Assert.Equal((first, first, 3), (again, repaired, opened));
        Assert.Equal(first.DiffId, zstd.DiffId);
        Assert.NotEqual(first.Descriptor, zstd.Descriptor);
        Assert.Empty(await layout.VerifyAsync(default));

        Stream Opened()
        {
            opened++;
            return new MemoryStream("text"u8.ToArray());
        }
    }

    [Fact]
    public void Key_AnythingThatDecidesTheBytes_ChangesIt()
    {
        var entry = LayerEntry.FromBytes("a", []);
        LayerContent[] contents =
        [
            LayerContent.Of("x", DateTimeOffset.UnixEpoch, [(entry, Digest.OfNothing)]),
            LayerContent.Of("x", DateTimeOffset.UnixEpoch.AddSeconds(1), [(entry, Digest.OfNothing)]),
            LayerContent.Of("x", DateTimeOffset.UnixEpoch, [(entry with { Path = "b" }, Digest.OfNothing)]),
            LayerContent.Of("x", DateTimeOffset.UnixEpoch, [(entry with { IsExecutable = true }, Digest.OfNothing)]),
            LayerContent.Of("x", DateTimeOffset.UnixEpoch, [(entry, Digest.Compute("other"u8))]),
            LayerContent.Of("x", DateTimeOffset.UnixEpoch, [(LayerEntry.SymbolicLink("a", "b"), Digest.OfNothing)]),
            LayerContent.Of("x", DateTimeOffset.UnixEpoch, [(LayerEntry.SymbolicLink("a", "c"), Digest.OfNothing)]),
        ];

        Assert.Equal(contents.Length, contents.Select(content => content.Key).Distinct().Count());
    }

    private static LayerCache CacheOf(OciLayout layout) => new(layout, new SoundBlobs(layout), Path.Combine(layout.Folder, "layers.json"));

    private async Task<ImageConfig> ConfigAsync(ContainerConfig theirs, ImageSettings? settings = null)
    {
        var (layout, manifest) = await AssembleAsync(theirs, settings ?? new ImageSettings());
        Assert.True(ImageConfig.TryRead((await layout.ReadAsync(manifest.Config, default))!.Bytes.Span, out var config, out _));
        return config;
    }

    private async Task<(OciLayout Layout, ImageManifest Manifest)> AssembleAsync(ContainerConfig theirs, ImageSettings settings)
    {
        _folder.Write("out/Shop.dll", "code");
        _folder.Write("out/Shop.runtimeconfig.json", "{}");
        var layout = OciLayout.Open(_folder.At("layout"));
        var baseConfig = new ImageConfig
        {
            Architecture = "amd64",
            Os = "linux",
            Config = theirs,
            RootFs = new RootFileSystem { DiffIds = [Digest.OfNothing] },
            History = [new ImageHistory { CreatedBy = "base" }],
        };
        var baseLayer = new Descriptor { MediaType = MediaTypes.DockerLayerGzip, Digest = Digest.OfNothing, Size = 0 };
        var reference = new ImageReference("reg.example", "dotnet/aspnet", "10.0", Digest.OfNothing);
        var pulled = new PulledImage(reference, new ImageManifest { Config = baseConfig.ToDocument().Descriptor, Layers = [baseLayer] }, baseConfig, 0);
        var platform = new PlatformBase(pulled, new BaseContents("dotnet", [], false));
        var found = new BaseImage(reference, new Dictionary<Platform, PlatformBase> { [Platform.LinuxAmd64] = platform });
        var recipe = new ImageRecipe(ShopSource.ShopService, settings, Platform.LinuxAmd64, PublishFolder.Read(_folder.At("out"), "Shop", settings.SourceDate)!) { Base = (found, platform) };
        var stored = await new ImageAssembler(layout, CacheOf(layout)).AssembleAsync([recipe], default);
        Assert.True(ImageManifest.TryRead((await layout.ReadAsync(stored, default))!.Bytes.Span, out var manifest, out _));
        return (layout, manifest);
    }
}

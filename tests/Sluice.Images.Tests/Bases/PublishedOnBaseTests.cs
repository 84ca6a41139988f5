using System.Net;
using Sluice.Model;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;
using Sluice.Oci.Tests.Registry;

namespace Sluice.Images.Tests.Bases;

/// <summary>Real publishes onto bases, as stories: a publish takes seconds.</summary>
public sealed class PublishedOnBaseTests : IAsyncLifetime, IDisposable
{
    private readonly TestFolder _folder = new();
    private MemoryRegistry _registry = null!;

    public async Task InitializeAsync()
    {
        ShopSource.WriteTo(_folder);
        _registry = await MemoryRegistry.StartAsync();
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Story_TwoPlatformsOnABase_PushedWithMountsThenEditedWithOneSmallLayer()
    {
        var reference = await new TestBase(Platform.LinuxAmd64, Platform.LinuxArm64).PushAsync(_registry, _folder.At("other"));
        var mail = ShopSource.MailService with { Base = reference.ToString() };
        var options = Options(new ImageSettings { Platforms = [Platform.LinuxAmd64, Platform.LinuxArm64] });
        using var client = new RegistryClient();
        var pusher = new ImagePusher(client);
        var target = new ImageReference(_registry.Host, "shop/mail", "v1");

        var image = await BuildOneAsync(options, mail);
        var layout = new DaemonlessBuilder(options, TimeProvider.System).OpenLayout();
        var first = await pusher.PushAsync(layout, image.Digest, target, null, default);

        var (tree, _) = await ImageTree.ReadAsync(layout, image.Manifest, default);
        Assert.Equal(MediaTypes.ImageIndex, image.Manifest.MediaType);
        Assert.True(ImageIndex.TryRead(tree!.Document.Bytes.Span, out var index, out _));
        Assert.Equal(["linux/amd64", "linux/arm64"], index.Manifests.Select(entry => entry.Platform!.ToString()));
        Assert.Single(tree.Images.Select(child => child.Manifest!.Layers[^1].Digest).Distinct());
        Assert.Equal(2, tree.Images.Select(child => child.Manifest!.Layers[0].Digest).Distinct().Count());
        Assert.True(first.IsSuccess, first.Error?.Message);
        Assert.Equal((3, 2), (first.Value.BlobsSent, first.Value.BlobsMounted));
        Assert.True((await pusher.PushAsync(layout, image.Digest, target, null, default)).Value!.NothingToDo);

        // What was built once needs no registry, not even to look the base up.
        _registry.Fault = http =>
        {
            http.Response.StatusCode = 500;
            return Task.FromResult(true);
        };
        var again = await new DaemonlessBuilder(options, TimeProvider.System).BuildAsync([mail], null, default);
        Assert.Equal(image, Assert.IsType<BuildOutcome.FromCache>(again[0]).Image);
        _folder.Write("mail/Program.cs", "WebApplication.CreateBuilder(args).Build().Run(); // edited\n");
        var edited = await BuildOneAsync(options, mail);
        _registry.Fault = _ => Task.FromResult(false);

        _registry.Requests.Clear();
        var second = await pusher.PushAsync(layout, edited.Digest, target, null, default);

        Assert.Equal((3, 0, 2), (second.Value!.BlobsSent, second.Value.BlobsMounted, second.Value.BlobsAlreadyThere));
        Assert.InRange(second.Value.BytesSent, 1, 100_000);
        Assert.Equal(6, _registry.Requests.Count(request => request.StartsWith("HEAD", StringComparison.Ordinal)));
    }

    [SelfContainedFact]
    public async Task Story_WithoutDotnetInTheBase_BringsItsOwnAndRuns()
    {
        var bare = await new TestBase(Platform.LinuxAmd64) { Files = ["bin/sh"] }.PushAsync(_registry, _folder.At("bare"));
        var old = await new TestBase(Platform.LinuxAmd64) { Files = TestBase.DotnetFiles("9.0.4") }.PushAsync(_registry, _folder.At("old"));
        var options = Options(new ImageSettings { Platforms = [HostPlatform.Own] });
        ServiceDefinition[] services =
        [
            new("bare", ShopSource.Mail, 8080, []) { Base = bare.ToString() },
            new("old", ShopSource.Mail, 8080, []) { Base = old.ToString() },
            new("none", ShopSource.Mail, 8080, []) { Base = "scratch" },
        ];

        var outcomes = await new DaemonlessBuilder(options, TimeProvider.System).BuildAsync(services, null, default);

        var onBare = await ManifestAsync(options, Assert.IsType<BuildOutcome.Built>(outcomes[0]).Image);
        var onNone = await ManifestAsync(options, Assert.IsType<BuildOutcome.Built>(outcomes[2]).Image);
        var refused = Assert.IsType<BuildOutcome.Failed>(outcomes[1]);
        Assert.Equal(["/app/Mail"], onBare.Config.Config!.Entrypoint!);
        Assert.Equal(["base", "runtime", "application"], onBare.Config.History!.Select(entry => entry.Comment ?? "base"));
        Assert.Equal(["system", "runtime", "application"], onNone.Config.History!.Select(entry => entry.Comment));
        Assert.Equal(onBare.Manifest.Layers.Skip(1), onNone.Manifest.Layers.Skip(1));
        Assert.InRange(onBare.Manifest.Layers[^1].Size, 1, 300_000);
        Assert.Contains("needs Microsoft.NETCore.App 10.", refused.Reason);
        Assert.Contains("Microsoft.AspNetCore.App 9.0.4", refused.Reason);
        Assert.True(refused.IsInput);
    }

    [ChrootFact]
    public async Task Story_OnScratch_RunsWithNothingButItsOwnFiles()
    {
        var options = Options(new ImageSettings { Platforms = [HostPlatform.Own] });

        var image = await BuildOneAsync(options, ShopSource.MailService with { Base = "scratch" });

        await RunsAsync(new DaemonlessBuilder(options, TimeProvider.System).OpenLayout(), await ManifestAsync(options, image));
    }

    private static async Task<ServiceImage> BuildOneAsync(BuilderOptions options, ServiceDefinition service)
    {
        var outcomes = await new DaemonlessBuilder(options, TimeProvider.System).BuildAsync([service], null, default);
        return Assert.IsType<BuildOutcome.Built>(outcomes[0]).Image;
    }

    private static async Task<(ImageManifest Manifest, ImageConfig Config)> ManifestAsync(BuilderOptions options, ServiceImage image)
    {
        var layout = new DaemonlessBuilder(options, TimeProvider.System).OpenLayout();
        Assert.True(ImageManifest.TryRead((await layout.ReadAsync(image.Manifest, default))!.Bytes.Span, out var manifest, out _));
        Assert.True(ImageConfig.TryRead((await layout.ReadAsync(manifest.Config, default))!.Bytes.Span, out var config, out _));
        return (manifest, config);
    }

    /// <summary>Unpacks the image and starts it with nothing but its own files.</summary>
    private async Task RunsAsync(OciLayout layout, (ImageManifest Manifest, ImageConfig Config) image)
    {
        var root = Directory.CreateDirectory(_folder.At("root")).FullName;
        foreach (var layer in image.Manifest.Layers)
        {
            await using var content = layout.Blobs.OpenRead(layer.Digest)!;
            Assert.True((await LayerReader.ReadAsync(content, layer, (item, token) => Chroot.UnpackAsync(root, item, token), null, default)).IsSuccess);
        }

        using var running = Chroot.Start(root, image.Config.Config!, "http://127.0.0.1:0");
        var address = await running.ListeningAsync();
        using var http = new HttpClient();
        try
        {
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(address)).StatusCode);
        }
        catch (HttpRequestException exception)
        {
            Assert.Fail($"{exception.Message} {running}");
        }
    }

    private BuilderOptions Options(ImageSettings settings) => new()
    {
        Root = _folder.Path,
        WorkFolder = _folder.At(".nuke/temp/images"),
        Settings = settings,
        Registry = new RegistryClientOptions { Retries = 0 },
    };
}

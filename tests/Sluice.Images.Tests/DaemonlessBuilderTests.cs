using System.Collections.Concurrent;
using System.Text;
using Sluice.Model;
using Sluice.Oci;
using Sluice.Oci.Layers;

namespace Sluice.Images.Tests;

/// <summary>Real publishes are slow, so one story uses them all: build, build elsewhere, edit, break.</summary>
public sealed class DaemonlessBuilderTests
{
    private static readonly ServiceDefinition[] Both = [ShopSource.ShopService, ShopSource.MailService];

    [Fact]
    public async Task BuildAsync_FromCloneToBrokenEdit_BuildsOnlyWhatChangedAndTheSameBytesEverywhere()
    {
        using var here = new TestFolder();
        ShopSource.WriteTo(here);
        var first = await BuildAsync(here, Both);
        Assert.All(first, outcome => Assert.IsType<BuildOutcome.Built>(outcome));
        await AssertImageAsync(here, first[0].Result!);

        var phases = new Recorder();
        var again = await BuildAsync(here, Both, phases);
        Assert.All(again, outcome => Assert.IsType<BuildOutcome.FromCache>(outcome));
        Assert.Equal(first.Select(outcome => outcome.Result), again.Select(outcome => outcome.Result));
        Assert.Equal([ImagePhase.Cached, ImagePhase.Cached], phases.Seen.Select(seen => seen.Phase));

        // Same length, older time: a build that goes by times alone would take it for unchanged.
        var edited = here.Write("mail/Program.cs", "WebApplication.CreateBuilder(args).Build().Run(); \n");
        File.SetLastWriteTimeUtc(edited, new DateTime(2011, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        here.Write("shop/Program.cs", "this is not C#\n");
        here.Write("common/unused/readme.md", "library");
        var mixed = await BuildAsync(here, [.. Both, new("common", "common", 8082, []), new("gone", "gone", 8083, [])]);
        var compile = Assert.IsType<BuildOutcome.CompileFailed>(mixed[0]);
        Assert.All(compile.Errors, error => Assert.StartsWith("shop/Program.cs:", error.ToString(), StringComparison.Ordinal));
        Assert.IsType<BuildOutcome.Built>(mixed[1]);
        Assert.Contains("library", Assert.IsType<BuildOutcome.Failed>(mixed[2]).Reason, StringComparison.Ordinal);
        Assert.Contains("\"gone\" does not exist", Assert.IsType<BuildOutcome.Failed>(mixed[3]).Reason, StringComparison.Ordinal);

        using var there = new TestFolder();
        ShopSource.WriteTo(there);
        there.Write("unrelated.txt", "outside");
        there.Write(".git/HEAD", "ref: refs/heads/other");
        foreach (var file in Directory.EnumerateFiles(there.Path, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 2, 2, 0, 0, 0, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        var elsewhere = await BuildAsync(there, Both);
        Assert.Equal(first.Select(outcome => outcome.Result!.Digest), elsewhere.Select(outcome => outcome.Result!.Digest));
    }

    [Fact]
    public async Task BuildAsync_NoSdk_FailsWithTheNextStep()
    {
        using var folder = new TestFolder();
        ShopSource.WriteTo(folder);
        var options = Options(folder) with { DotnetPath = folder.At("no-such-dotnet") };

        var outcomes = await new DaemonlessBuilder(options, TimeProvider.System).BuildAsync(Both, null, default);

        Assert.All(outcomes, outcome => Assert.Contains("Install the SDK", Assert.IsType<BuildOutcome.Failed>(outcome).Hint, StringComparison.Ordinal));
        Assert.Equal(["shop", "mail"], outcomes.Select(outcome => outcome.Service));
    }

    [Fact]
    public async Task BuildAsync_AnotherBuildHoldsTheFolder_FailsWithTheNextStep()
    {
        using var folder = new TestFolder();
        var options = Options(folder) with { LockTimeout = TimeSpan.Zero };
        Directory.CreateDirectory(options.WorkFolder);
        using var held = new FileStream(Path.Combine(options.WorkFolder, "lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        var outcomes = await new DaemonlessBuilder(options, TimeProvider.System).BuildAsync(Both, null, default);

        Assert.All(outcomes, outcome => Assert.Contains("another build", Assert.IsType<BuildOutcome.Failed>(outcome).Reason, StringComparison.Ordinal));
    }

    private static BuilderOptions Options(TestFolder folder) => new() { Root = folder.Path, WorkFolder = folder.At(".nuke/temp/images") };

    private static Task<IReadOnlyList<BuildOutcome>> BuildAsync(TestFolder folder, ServiceDefinition[] services, IProgress<ImageProgress>? progress = null)
        => new DaemonlessBuilder(Options(folder), TimeProvider.System).BuildAsync(services, progress, default);

    private static async Task AssertImageAsync(TestFolder folder, ServiceImage image)
    {
        var layout = new DaemonlessBuilder(Options(folder), TimeProvider.System).OpenLayout();
        Assert.True(ImageManifest.TryRead((await layout.ReadAsync(image.Manifest, default))!.Bytes.Span, out var manifest, out _));
        Assert.True(ImageConfig.TryRead((await layout.ReadAsync(manifest.Config, default))!.Bytes.Span, out var config, out _));
        Assert.Equal(["dotnet", "/app/Shop.dll"], config.Config!.Entrypoint);
        Assert.Equal(("1654", "/app"), (config.Config.User, config.Config.WorkingDir));
        Assert.Contains("ASPNETCORE_HTTP_PORTS=8080", config.Config.Env!);
        Assert.Equal(2, manifest.Layers.Count);

        var dependencies = await FilesAsync(layout.Blobs, manifest.Layers[0]);
        var application = await FilesAsync(layout.Blobs, manifest.Layers[1]);
        Assert.Equal(["app/YamlDotNet.dll"], dependencies.Keys);
        Assert.Superset(new HashSet<string> { "app/Shop.dll", "app/Common.dll", "app/Shop.runtimeconfig.json", "app/wwwroot/index.html" }, application.Keys.ToHashSet());
        Assert.All(application, file => Assert.DoesNotContain(folder.Path, Encoding.Latin1.GetString(file.Value), StringComparison.Ordinal));
    }

    private static async Task<Dictionary<string, byte[]>> FilesAsync(Oci.Layout.BlobFolder blobs, Descriptor layer)
    {
        var files = new Dictionary<string, byte[]>();
        await using var stream = blobs.OpenRead(layer.Digest)!;
        var outcome = await LayerReader.ReadAsync(
            stream,
            layer,
            async (item, token) =>
            {
                if (item.Kind == LayerEntryKind.File)
                {
                    using var content = new MemoryStream();
                    await (item.Content?.CopyToAsync(content, token) ?? Task.CompletedTask);
                    files[item.Path] = content.ToArray();
                }
            },
            null,
            default);
        Assert.True(outcome.IsSuccess, outcome.Message);
        return files;
    }

    private sealed class Recorder : IProgress<ImageProgress>
    {
        public ConcurrentQueue<ImageProgress> Seen { get; } = new();

        public void Report(ImageProgress value) => Seen.Enqueue(value);
    }
}

using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;
using Sluice.Oci.Tests.Registry;

namespace Sluice.Images.Tests.Bases;

/// <summary>A base image that a test makes and pushes: files by path, an index when there is more than one platform.</summary>
internal sealed record TestBase(params Platform[] Platforms)
{
    /// <summary>Paths of files; their contents do not matter.</summary>
    public IReadOnlyList<string> Files { get; init; } = DotnetFiles("10.0.12");

    public ContainerConfig Config { get; init; } = new();

    /// <summary>What an image with .NET and ASP.NET has.</summary>
    public static string[] DotnetFiles(string version) =>
    [
        "usr/share/dotnet/dotnet",
        $"usr/share/dotnet/shared/Microsoft.NETCore.App/{version}/System.Private.CoreLib.dll",
        $"usr/share/dotnet/shared/Microsoft.AspNetCore.App/{version}/Microsoft.AspNetCore.dll",
    ];

    /// <summary>Pushes it; answers its reference by digest.</summary>
    public async Task<ImageReference> PushAsync(MemoryRegistry registry, string folder)
    {
        var layout = OciLayout.Open(Path.Combine(folder, "base"));
        var images = new List<Descriptor>();
        foreach (var platform in Platforms)
        {
            var entries = Files.Select(file => LayerEntry.FromBytes(file, System.Text.Encoding.UTF8.GetBytes($"{platform} {file}"), isExecutable: true))
                .Append(LayerEntry.SymbolicLink("usr/bin/dotnet", "/usr/share/dotnet/dotnet"));
            var layer = await LayerBuilder.BuildAsync(entries, layout.Blobs.NewTemporaryPath(), null, default);
            layout.Adopt(layer);
            var config = new ImageConfig
            {
                Architecture = platform.Architecture,
                Os = platform.Os,
                Config = Config,
                RootFs = new RootFileSystem { DiffIds = [layer.DiffId] },
                History = [new ImageHistory { CreatedBy = "base" }],
            };
            var manifest = new ImageManifest
            {
                MediaType = MediaTypes.DockerManifest,
                Config = await layout.PutAsync(config.ToDocument(), default),
                Layers = [layer.Descriptor with { MediaType = MediaTypes.DockerLayerGzip }],
            };
            images.Add(await layout.PutManifestAsync(manifest.ToDocument(), null, default) with { Platform = platform });
        }

        var root = images.Count == 1 ? images[0] : await layout.PutManifestAsync(new ImageIndex { Manifests = images }.ToDocument(), null, default);
        using var client = new RegistryClient();
        var pushed = await new ImagePusher(client).PushAsync(layout, root.Digest, new ImageReference(registry.Host, "dotnet/aspnet", "10.0"), null, default);
        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        return new ImageReference(registry.Host, "dotnet/aspnet", "10.0", root.Digest);
    }
}

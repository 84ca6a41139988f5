using System.Globalization;
using Sluice.Model;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;

namespace Sluice.Images.Layers;

/// <summary>
/// Makes an image of a publish folder. There is no base layer: the files are portable .NET assemblies that the
/// host's <c>dotnet</c> runs. The platform says linux/amd64 because a platform has to be named; nothing in the layers depends on it.
/// </summary>
internal static class ImageAssembler
{
    /// <summary>The unprivileged user of the published .NET images.</summary>
    private const string User = "1654";

    public static async Task<(Descriptor Manifest, long LayerBytes)> AssembleAsync(OciLayout layout, ServiceDefinition service, PublishFolder folder, CancellationToken cancellationToken)
    {
        var layers = new List<(BuiltLayer Layer, string Comment)>();
        foreach (var (content, comment) in new[] { (folder.Dependencies, "dependencies"), (folder.Application, "application") })
        {
            if (content.Entries.Count > 0)
            {
                var layer = await LayerBuilder.BuildAsync(content.Entries, layout.Blobs.NewTemporaryPath(), content.Modified, cancellationToken).ConfigureAwait(false);
                layout.Adopt(layer);
                layers.Add((layer, comment));
            }
        }

        var config = Config(service, folder.EntryAssembly, layers).ToDocument();
        await layout.PutAsync(config, cancellationToken).ConfigureAwait(false);
        var manifest = new ImageManifest { Config = config.Descriptor, Layers = [.. layers.Select(layer => layer.Layer.Descriptor)] }.ToDocument();
        return (await layout.PutManifestAsync(manifest, null, cancellationToken).ConfigureAwait(false), layers.Sum(layer => layer.Layer.Descriptor.Size));
    }

    private static ImageConfig Config(ServiceDefinition service, string entryAssembly, List<(BuiltLayer Layer, string Comment)> layers)
    {
        var port = service.Port.ToString(CultureInfo.InvariantCulture);
        return new ImageConfig
        {
            Created = DateTimeOffset.UnixEpoch,
            Architecture = Platform.LinuxAmd64.Architecture,
            Os = Platform.LinuxAmd64.Os,
            Config = new ContainerConfig
            {
                User = User,
                ExposedPorts = [$"{port}/tcp"],
                Env = [$"ASPNETCORE_HTTP_PORTS={port}", "DOTNET_EnableDiagnostics=0", "DOTNET_RUNNING_IN_CONTAINER=true"],
                Entrypoint = ["dotnet", $"/{PublishLayer.AppFolder}/{entryAssembly}"],
                WorkingDir = "/" + PublishLayer.AppFolder,
                Labels = new Dictionary<string, string> { ["org.opencontainers.image.title"] = service.Name },
            },
            RootFs = new RootFileSystem { DiffIds = [.. layers.Select(layer => layer.Layer.DiffId)] },
            History = [.. layers.Select(layer => new ImageHistory { Created = DateTimeOffset.UnixEpoch, CreatedBy = "sluice", Comment = layer.Comment })],
        };
    }
}

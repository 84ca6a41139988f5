using Sluice.Oci.Layers;
using Sluice.Oci.Layout;

namespace Sluice.Oci.Tests.Registry;

/// <summary>A small image in a layout: one layer per given size, filled with noise that does not compress.</summary>
internal static class TestImage
{
    public static async Task<Digest> WriteAsync(OciLayout layout, params int[] layerSizes)
    {
        var layers = new List<BuiltLayer>();
        foreach (var size in layerSizes)
        {
            var layer = await LayerBuilder.BuildAsync([LayerEntry.FromBytes($"app/{size}.bin", Noise(size))], layout.Blobs.NewTemporaryPath(), null, CancellationToken.None);
            layout.Adopt(layer);
            layers.Add(layer);
        }

        var config = new ImageConfig { Architecture = "amd64", Os = "linux", RootFs = new RootFileSystem { DiffIds = [.. layers.Select(layer => layer.DiffId)] } };
        var manifest = new ImageManifest
        {
            Config = await layout.PutAsync(config.ToDocument(), CancellationToken.None),
            Layers = [.. layers.Select(layer => layer.Descriptor)],
        };
        return (await layout.PutManifestAsync(manifest.ToDocument(), null, CancellationToken.None)).Digest;
    }

    public static byte[] Noise(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}

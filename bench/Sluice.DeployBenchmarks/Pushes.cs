using System.Globalization;
using System.Security.Cryptography;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.DeployBenchmarks;

/// <summary>An image of which one small layer is another one, against <c>docker push</c> of the same bytes to the same registry.</summary>
internal static class Pushes
{
    /// <summary>What an edit of the sample makes.</summary>
    private const int LayerBytes = 40_000;

    private static readonly TimeSpan s_allowance = TimeSpan.FromMilliseconds(200);

    public static async Task<IReadOnlyList<Figure>> EditedLayerAsync(Place place, int rounds)
    {
        var registry = await place.RegistryAsync();
        var hasDocker = await HasDockerAsync(place);
        var (ours, dockers) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < rounds; round++)
        {
            // One of each by turns: what else the machine does meanwhile falls on both.
            var content = RandomNumberGenerator.GetBytes(LayerBytes);
            ours.Add(await OursAsync(place, registry, content));
            if (hasDocker)
            {
                dockers.Add(await DockersAsync(place, registry, content));
            }
        }

        var median = Figure.Median(ours);
        if (!hasDocker)
        {
            return [new Figure("push of an edited layer", $"{Figure.Seconds(median)} ({rounds} rounds)", "≤ 1.1 × `docker push` + 0.2 s; no Docker here", null)];
        }

        var peer = Figure.Median(dockers);
        return
        [
            new Figure(
                "push of an edited layer",
                string.Create(CultureInfo.InvariantCulture, $"{Figure.Seconds(median)}; `docker push` {Figure.Seconds(peer)} ({rounds} rounds)"),
                "≤ 1.1 × `docker push` + 0.2 s",
                median <= 1.1 * peer + s_allowance),
        ];
    }

    private static async Task<TimeSpan> OursAsync(Place place, string registry, byte[] content)
    {
        var layout = OciLayout.Open(Path.Combine(place.Root, ".nuke", "temp", "bench"), TimeProvider.System);
        var layer = await LayerBuilder.BuildAsync([LayerEntry.FromBytes("app/edited.bin", content)], layout.Blobs.NewTemporaryPath(), null, CancellationToken.None);
        layout.Adopt(layer);
        var config = new ImageConfig { Architecture = "amd64", Os = "linux", RootFs = new RootFileSystem { DiffIds = [layer.DiffId] } };
        var manifest = new ImageManifest { Config = await layout.PutAsync(config.ToDocument(), CancellationToken.None), Layers = [layer.Descriptor] };
        var digest = (await layout.PutManifestAsync(manifest.ToDocument(), null, CancellationToken.None)).Digest;

        var begun = TimeProvider.System.GetTimestamp();
        using var client = new RegistryClient();
        var pushed = await new ImagePusher(client).PushAsync(layout, digest, new ImageReference(registry, "bench/ours", "edited"), null, CancellationToken.None);
        return pushed.IsSuccess ? TimeProvider.System.GetElapsedTime(begun) : throw new InvalidOperationException(pushed.Error.Message);
    }

    private static async Task<TimeSpan> DockersAsync(Place place, string registry, byte[] content)
    {
        var folder = Directory.CreateDirectory(Path.Combine(place.Root, ".nuke", "temp", "docker")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(folder, "edited.bin"), content);
        await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), "FROM scratch\nCOPY edited.bin /app/edited.bin\n");
        var image = $"{registry}/bench/docker:edited";
        (await place.RunAsync("docker", "build", "--quiet", "--tag", image, folder)).Expect(0);
        return (await place.RunAsync("docker", "push", "--quiet", image)).Expect(0).Took;
    }

    private static async Task<bool> HasDockerAsync(Place place)
    {
        try
        {
            return (await place.RunAsync("docker", "version")).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

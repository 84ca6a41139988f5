using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Sandbox.Kubelet.Images;

/// <summary>
/// Images of the pods: blobs in a layout, layers unpacked once for each digest. One that is there by digest needs no registry.
/// </summary>
internal sealed class ImageStore : IImagePuller, IDisposable
{
    private readonly string _folder;
    private readonly OciLayout _layout;
    private readonly RegistryClient _client;
    private readonly ImagePuller _puller;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new();

    public ImageStore(string folder, TimeProvider time)
    {
        _folder = folder;
        _time = time;
        Directory.CreateDirectory(folder);
        foreach (string torn in Directory.EnumerateDirectories(folder, ".unpacking-*"))
        {
            Directory.Delete(torn, recursive: true);
        }

        _layout = OciLayout.Open(Path.Combine(folder, "blobs"), time);
        _client = new RegistryClient(new RegistryClientOptions { Time = time, Retries = 1 });
        _puller = new ImagePuller(_client);
    }

    public async Task<PullOutcome> PullAsync(string image, CancellationToken cancellationToken)
    {
        if (!ImageReference.TryParse(image, out var reference, out string? error))
        {
            return new PullOutcome(null, $"\"{image}\" is not an image reference: {error}");
        }

        var turn = _turns.GetOrAdd(image, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await PullAsync(reference, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PullOutcome(null, $"the image cannot be unpacked: {e.Message}");
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    private async Task<PullOutcome> PullAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        long start = _time.GetTimestamp();
        var pulled = await _puller.PullAsync(reference, _layout, cancellationToken).ConfigureAwait(false);
        if (!pulled.IsSuccess)
        {
            return new PullOutcome(null, pulled.Error.Message);
        }

        var value = pulled.Value;
        string root = Path.Combine(_folder, value.Image.Digest!.Value.Hex, "rootfs");
        if (!Directory.Exists(root) && await UnpackAsync(value.Manifest, root, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return new PullOutcome(null, problem);
        }

        var took = _time.GetElapsedTime(start).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        string message = value.BytesReceived == 0
            ? $"Container image \"{reference}\" already present on machine"
            : $"Successfully pulled image \"{reference}\" in {took}ms. Received {value.BytesReceived.ToString(CultureInfo.InvariantCulture)} bytes.";
        return new PullOutcome(Local(value, root), message);
    }

    private async Task<string?> UnpackAsync(ImageManifest manifest, string root, CancellationToken cancellationToken)
    {
        string temporary = Directory.CreateDirectory(Path.Combine(_folder, $".unpacking-{Path.GetRandomFileName()}")).FullName;
        try
        {
            foreach (var layer in manifest.Layers)
            {
                var folder = new RootFsFolder(temporary);
                await using var content = _layout.Blobs.OpenRead(layer.Digest) ?? throw new IOException($"layer {layer.Digest} is missing");
                var outcome = await LayerReader.ReadAsync(content, layer, folder.ApplyAsync, null, cancellationToken).ConfigureAwait(false);
                if (!outcome.IsSuccess)
                {
                    return outcome.Message;
                }
            }

            Directory.CreateDirectory(Path.GetDirectoryName(root)!);
            Directory.Move(temporary, root);
            return null;
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static LocalImage Local(PulledImage pulled, string root)
    {
        var config = pulled.Config.Config;
        return new LocalImage(pulled.Image.ToString(), root)
        {
            Entrypoint = config?.Entrypoint ?? [],
            Command = config?.Cmd ?? [],
            Variables = config?.Env ?? [],
            WorkingDirectory = config?.WorkingDir is { Length: > 0 } folder ? folder : "/",
            User = config?.User,
        };
    }
}

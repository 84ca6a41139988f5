using System.Collections.Concurrent;
using System.Text.Json;
using Sluice.Images.Cache;
using Sluice.Images.Layers;
using Sluice.Oci;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Images.Bases;

/// <summary>
/// Brings base images into the layout, each once in a run. One that is there by its digest needs no registry. What its
/// layers hold is remembered by the digest of its manifest, because reading them takes longer than a compile.
/// </summary>
internal sealed class BaseResolver(OciLayout layout, SoundBlobs sound, RegistryClient client, string contentsFile)
{
    /// <summary>The first may find that a blob on disk is damaged.</summary>
    private const int MostRounds = 2;

    private readonly ConcurrentDictionary<string, Lazy<Task<(BaseImage? Base, Func<string, BuildOutcome.Failed>? Failure)>>> _resolved = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>The base for a service, or why it cannot be had.</summary>
    /// <param name="service">Whom a failure is told for.</param>
    /// <param name="text">The reference in <c>sluice.yaml</c>.</param>
    /// <param name="platforms">What it is needed for.</param>
    /// <param name="cancellationToken">Stops the pull; what arrived stays.</param>
    public async Task<(BaseImage? Base, BuildOutcome.Failed? Failure)> ResolveAsync(string service, string text, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        var pending = _resolved.GetOrAdd(text, _ => new(() => PullAsync(text, platforms, cancellationToken)));
        var (found, failure) = await pending.Value.ConfigureAwait(false);
        return (found, failure?.Invoke(service));
    }

    private async Task<(BaseImage? Base, Func<string, BuildOutcome.Failed>? Failure)> PullAsync(string text, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
    {
        if (!ImageReference.TryParse(text, out var reference, out var problem))
        {
            return (null, service => BaseFailures.NoReference(service, problem));
        }

        if (!reference.IsPinned)
        {
            var present = await client.HeadManifestAsync(reference, cancellationToken).ConfigureAwait(false);
            return (null, service => BaseFailures.NotPinned(service, reference, present.Value?.Digest));
        }

        var byPlatform = new Dictionary<Platform, PlatformBase>();
        foreach (var platform in platforms)
        {
            var (image, error) = await PullAsync(reference, platform, cancellationToken).ConfigureAwait(false);
            if (image is null)
            {
                return (null, service => BaseFailures.Of(service, text, error!));
            }

            var (contents, unreadable) = await ContentsAsync(image, cancellationToken).ConfigureAwait(false);
            if (contents is null)
            {
                return (null, service => BaseFailures.Unreadable(service, text, unreadable!));
            }

            byPlatform[platform] = new PlatformBase(image, contents);
        }

        return (new BaseImage(reference, byPlatform), null);
    }

    /// <summary>Pulls, and once more when a blob that was there before turns out to be damaged.</summary>
    private async Task<(PulledImage? Image, RegistryError? Error)> PullAsync(ImageReference reference, Platform platform, CancellationToken cancellationToken)
    {
        var puller = new ImagePuller(client);
        for (var round = 0; round < MostRounds; round++)
        {
            var pulled = await puller.PullAsync(reference, layout, cancellationToken, platform).ConfigureAwait(false);
            if (!pulled.IsSuccess)
            {
                return (null, pulled.Error);
            }

            var (manifest, config) = (pulled.Value.Manifest, pulled.Value.Config);
            if (!platform.Accepts(config.Platform))
            {
                return (null, new RegistryError(RegistryErrorKind.NoSuchPlatform, $"it is for {config.Platform}, not for {platform}.", reference.Host, reference.Repository));
            }

            if (config.RootFs.DiffIds.Count != manifest.Layers.Count)
            {
                return (null, new RegistryError(RegistryErrorKind.InvalidContent, $"it has {manifest.Layers.Count} layers, and its configuration names {config.RootFs.DiffIds.Count}.", reference.Host, reference.Repository));
            }

            if (await sound.AreSoundAsync(manifest.Layers.Append(manifest.Config), cancellationToken).ConfigureAwait(false))
            {
                return (pulled.Value, null);
            }
        }

        return (null, new RegistryError(RegistryErrorKind.LocalStorage, $"{layout.Folder} does not keep what is written there.", reference.Host, reference.Repository));
    }

    private async Task<(BaseContents? Contents, string? Problem)> ContentsAsync(PulledImage image, CancellationToken cancellationToken)
    {
        var key = image.Image.Digest!.Value.ToString();
        lock (_gate)
        {
            if (Load().TryGetValue(key, out var known))
            {
                return (known, null);
            }
        }

        var read = await BaseContents.ReadAsync(layout, image.Manifest, image.Config, cancellationToken).ConfigureAwait(false);
        if (read.Contents is not null)
        {
            lock (_gate)
            {
                var all = Load();
                all[key] = read.Contents;
                AtomicFile.Write(contentsFile, JsonSerializer.SerializeToUtf8Bytes(all));
            }
        }

        return read;
    }

    private Dictionary<string, BaseContents> Load()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, BaseContents>>(File.ReadAllBytes(contentsFile), CacheIndex.Strict) ?? [];
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return [];
        }
    }
}

using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images.Cache;

/// <summary>Images by the hash of their inputs, in a layout. What is handed out was verified, byte by byte.</summary>
internal sealed class ImageCache(OciLayout layout, string indexFile, int keepPerService)
{
    private CacheIndex _index = CacheIndex.Load(indexFile);

    /// <summary>The image made from these inputs, or none. Damaged blobs are removed on the way, so that a build puts good ones in their place.</summary>
    public async Task<ServiceImage?> FindAsync(string service, string inputsHash, CancellationToken cancellationToken)
    {
        if (_index.Find(service, inputsHash) is not { } entry || layout.Resolve(entry.Manifest.Digest) is null)
        {
            return null;
        }

        var manifest = await ManifestAsync(entry.Manifest, cancellationToken).ConfigureAwait(false);
        var sound = manifest is not null;
        foreach (var blob in manifest is null ? [] : manifest.Layers.Append(manifest.Config))
        {
            sound &= await IsSoundAsync(blob, cancellationToken).ConfigureAwait(false);
        }

        return sound ? new ServiceImage(service, entry.Manifest, inputsHash, manifest!.Layers.Sum(layer => layer.Size)) : null;
    }

    /// <summary>Puts images first in their services' lists and forgets those beyond the limit.</summary>
    public async Task RememberAsync(IReadOnlyList<ServiceImage> images, CancellationToken cancellationToken)
    {
        var before = _index;
        foreach (var image in images)
        {
            _index = _index.With(image.Service, new CachedImage(image.InputsHash, image.Manifest), keepPerService);
        }

        if (!Flat(before).SequenceEqual(Flat(_index)))
        {
            _index.Save(indexFile);
            await ImagePruner.PruneAsync(layout, Flat(_index).Select(image => image.Manifest.Digest).ToHashSet(), cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<CachedImage> Flat(CacheIndex index) => index.Services.SelectMany(service => service.Value);

    private async Task<ImageManifest?> ManifestAsync(Descriptor descriptor, CancellationToken cancellationToken)
    {
        if (await layout.ReadAsync(descriptor, cancellationToken).ConfigureAwait(false) is { } document)
        {
            return ImageManifest.TryRead(document.Bytes.Span, out var manifest, out _) ? manifest : null;
        }

        layout.Blobs.Remove(descriptor.Digest);
        return null;
    }

    private async Task<bool> IsSoundAsync(Descriptor blob, CancellationToken cancellationToken)
    {
        await using var content = layout.Blobs.OpenRead(blob.Digest);
        if (content is not null && content.Length == blob.Size && await Digest.ComputeAsync(content, cancellationToken).ConfigureAwait(false) == blob.Digest)
        {
            return true;
        }

        layout.Blobs.Remove(blob.Digest);
        return false;
    }
}

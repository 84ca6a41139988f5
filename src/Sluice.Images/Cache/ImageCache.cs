using Sluice.Images.Layers;
using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images.Cache;

/// <summary>Images by the hash of their inputs, in a layout. What is handed out was verified, byte by byte.</summary>
internal sealed class ImageCache(OciLayout layout, SoundBlobs sound, string indexFile, BuilderOptions options, TimeProvider time)
{
    private CacheIndex _index = CacheIndex.Load(indexFile);

    /// <summary>Those that have an image.</summary>
    public IReadOnlySet<string> Services => _index.Services.Where(service => service.Value.Count > 0).Select(service => service.Key).ToHashSet();

    /// <summary>The image made from these inputs, or none. Damaged blobs are removed on the way, so that a build puts good ones in their place.</summary>
    public async Task<ServiceImage?> FindAsync(string service, string inputsHash, CancellationToken cancellationToken)
    {
        if (_index.Find(service, inputsHash) is not { } entry || layout.Resolve(entry.Manifest.Digest) is null)
        {
            return null;
        }

        var (tree, _) = await ImageTree.ReadAsync(layout, entry.Manifest, cancellationToken).ConfigureAwait(false);
        if (tree is null)
        {
            await sound.IsSoundAsync(entry.Manifest, cancellationToken).ConfigureAwait(false);
            return null;
        }

        return await sound.AreSoundAsync(tree.Blobs, cancellationToken).ConfigureAwait(false)
            ? new ServiceImage(service, entry.Manifest, inputsHash, tree.Layers.Sum(layer => layer.Size)) { Base = entry.Base }
            : null;
    }

    /// <summary>Puts images first in their services' lists; forgets those beyond the limits, but none of these.</summary>
    public async Task RememberAsync(IReadOnlyList<ServiceImage> images, CancellationToken cancellationToken)
    {
        var before = _index;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var image in images)
        {
            _index = _index.With(image.Service, new CachedImage(image.InputsHash, image.Manifest, today, image.Base), options.KeepPerService);
        }

        if (!before.All.SequenceEqual(_index.All))
        {
            _index.Save(indexFile);
            await PruneAsync(options.CacheLimit, images.Select(image => image.Digest).ToHashSet(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets what was not used for longest until the layout is not larger than <paramref name="mostBytes"/>, or only <paramref name="keep"/> is left.</summary>
    /// <returns>How many images were forgotten.</returns>
    public async Task<int> PruneAsync(long mostBytes, IReadOnlySet<Digest> keep, CancellationToken cancellationToken)
    {
        var pruner = new ImagePruner(layout);
        var before = _index.All.Count();
        while (true)
        {
            await pruner.PruneAsync(Roots(), cancellationToken).ConfigureAwait(false);
            if (pruner.Bytes <= mostBytes || _index.WithoutOldest(keep) is not { } smaller)
            {
                return before - _index.All.Count();
            }

            _index = smaller;
            _index.Save(indexFile);
        }
    }

    private HashSet<Digest> Roots() => [.. _index.All.Select(image => image.Manifest.Digest), .. _index.All.Select(image => image.Base).OfType<Digest>()];
}

using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images.Cache;

/// <summary>
/// Forgets images, and what was recorded about them, when the cache no longer lists them. Only blobs of forgotten images
/// go: one that another process has just written, but not yet listed, is not touched.
/// </summary>
internal static class ImagePruner
{
    public static async Task PruneAsync(OciLayout layout, IReadOnlySet<Digest> keep, CancellationToken cancellationToken)
    {
        var forgotten = new HashSet<Digest>();
        var blobsToGo = new HashSet<Digest>();
        var blobsToKeep = new HashSet<Digest> { ArtifactManifest.EmptyConfig.Digest };
        foreach (var entry in layout.List())
        {
            if (await layout.ReadAsync(entry, cancellationToken).ConfigureAwait(false) is not { } document
                || !ImageManifest.TryRead(document.Bytes.Span, out var manifest, out _))
            {
                forgotten.Add(entry.Digest);
                blobsToGo.Add(entry.Digest);
                continue;
            }

            var isKept = keep.Contains(manifest.Subject?.Digest ?? entry.Digest);
            (isKept ? blobsToKeep : blobsToGo).UnionWith([entry.Digest, manifest.Config.Digest, .. manifest.Layers.Select(layer => layer.Digest)]);
            if (!isKept)
            {
                forgotten.Add(entry.Digest);
            }
        }

        if (forgotten.Count == 0)
        {
            return;
        }

        await layout.UnlistAsync(forgotten, cancellationToken).ConfigureAwait(false);
        foreach (var blob in blobsToGo.Except(blobsToKeep))
        {
            layout.Blobs.Remove(blob);
        }
    }
}

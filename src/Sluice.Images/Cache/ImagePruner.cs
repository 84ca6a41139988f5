using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Images.Cache;

/// <summary>
/// Forgets images, and what was recorded about them, when the cache no longer lists them. Only blobs of forgotten images
/// go: one that another process has just written, but not yet listed, is not touched.
/// </summary>
internal sealed class ImagePruner(OciLayout layout)
{
    /// <summary>What all blobs of the layout take.</summary>
    public long Bytes => layout.Blobs.All().Sum(blob => layout.Blobs.SizeOf(blob) ?? 0);

    /// <param name="roots">Images, indexes and bases that stay, with everything that they refer to and that is about them.</param>
    /// <param name="cancellationToken">Stops reading; nothing is half forgotten.</param>
    public async Task PruneAsync(IReadOnlySet<Digest> roots, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<Digest, Contents>();
        foreach (var entry in layout.List())
        {
            await ReadAsync(entry, documents, cancellationToken).ConfigureAwait(false);
        }

        var kept = roots.Union(roots.Where(documents.ContainsKey).SelectMany(root => documents[root].Children)).ToHashSet();
        var stays = documents.Where(document => kept.Contains(document.Key) || (document.Value.Subject is { } subject && kept.Contains(subject))).ToHashSet();
        var goes = documents.Except(stays).ToArray();
        if (goes.Length == 0)
        {
            return;
        }

        await layout.UnlistAsync(goes.Select(document => document.Key).ToHashSet(), cancellationToken).ConfigureAwait(false);
        foreach (var blob in goes.SelectMany(Blobs).Except(stays.SelectMany(Blobs)).Where(blob => blob != ArtifactManifest.EmptyConfig.Digest))
        {
            layout.Blobs.Remove(blob);
        }
    }

    /// <summary>Removes what builds that were killed left behind: unfinished files, and blobs that belong to nothing. Younger ones may be somebody's work.</summary>
    public async Task SweepAsync(DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var documents = new Dictionary<Digest, Contents>();
        foreach (var entry in layout.List())
        {
            await ReadAsync(entry, documents, cancellationToken).ConfigureAwait(false);
        }

        var known = documents.SelectMany(Blobs).ToHashSet();
        var files = layout.Blobs.All().Where(blob => !known.Contains(blob)).Select(layout.Blobs.PathOf)
            .Concat(layout.Blobs.Unfinished());
        foreach (var file in files.Where(file => File.GetLastWriteTimeUtc(file) < olderThan.UtcDateTime).ToArray())
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<Digest> Blobs(KeyValuePair<Digest, Contents> document) => document.Value.Blobs.Append(document.Key);

    /// <summary>A listed document and, below an index, those that are here: of a base image only the wanted platform's is.</summary>
    private async Task ReadAsync(Descriptor entry, Dictionary<Digest, Contents> documents, CancellationToken cancellationToken)
    {
        var contents = new Contents([], [], null);
        if (await layout.ReadAsync(entry, cancellationToken).ConfigureAwait(false) is { } document)
        {
            if (ImageManifest.TryRead(document.Bytes.Span, out var manifest, out _))
            {
                contents = new Contents([], [.. manifest.Layers.Append(manifest.Config).Select(blob => blob.Digest)], manifest.Subject?.Digest);
            }
            else if (ImageIndex.TryRead(document.Bytes.Span, out var index, out _))
            {
                contents = new Contents([.. index.Manifests.Select(child => child.Digest)], [], index.Subject?.Digest);
                foreach (var child in index.Manifests.Where(child => layout.Blobs.Contains(child.Digest)))
                {
                    await ReadAsync(child, documents, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        documents[entry.Digest] = contents;
    }

    /// <param name="Children">Manifests of an index.</param>
    /// <param name="Blobs">Config and layers of an image.</param>
    /// <param name="Subject">What an artifact is about.</param>
    private sealed record Contents(IReadOnlyList<Digest> Children, IReadOnlyList<Digest> Blobs, Digest? Subject);
}

using Sluice.Oci.Layout;

namespace Sluice.Oci.Registry;

/// <summary>A manifest or index of a layout with everything that it refers to.</summary>
/// <param name="Document">The document itself.</param>
/// <param name="Children">The images of an index, each complete.</param>
/// <param name="Blobs">Config and layers of an image, each once.</param>
internal sealed record ImageTree(OciDocument Document, IReadOnlyList<ImageTree> Children, IReadOnlyList<Descriptor> Blobs)
{
    /// <summary>Documents below this one, those that others refer to first.</summary>
    public IEnumerable<ImageTree> Below => Children.SelectMany(child => child.Below.Append(child));

    /// <summary>Blobs of the whole tree, each once.</summary>
    public IReadOnlyList<Descriptor> AllBlobs => [.. Below.Append(this).SelectMany(tree => tree.Blobs).DistinctBy(blob => blob.Digest)];

    /// <summary>Reads a tree; answers what is missing or damaged when it is not complete.</summary>
    public static async Task<(ImageTree? Tree, string? Problem)> ReadAsync(OciLayout layout, Descriptor root, CancellationToken cancellationToken)
    {
        if (await layout.ReadAsync(root, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return (null, $"{layout.Folder} does not hold {root.Digest}, or holds it damaged. Build the image again.");
        }

        if (!MediaTypes.IsIndex(document.MediaType))
        {
            return ImageManifest.TryRead(document.Bytes.Span, out var manifest, out var error)
                ? (new ImageTree(document, [], [.. manifest.Layers.Append(manifest.Config).DistinctBy(blob => blob.Digest)]), null)
                : (null, $"{layout.Folder}: {root.Digest}: {error}");
        }

        if (!ImageIndex.TryRead(document.Bytes.Span, out var index, out var indexError))
        {
            return (null, $"{layout.Folder}: {root.Digest}: {indexError}");
        }

        var children = new List<ImageTree>();
        foreach (var entry in index.Manifests)
        {
            var (child, problem) = await ReadAsync(layout, entry, cancellationToken).ConfigureAwait(false);
            if (child is null)
            {
                return (null, problem);
            }

            children.Add(child);
        }

        return (new ImageTree(document, children, []), null);
    }
}

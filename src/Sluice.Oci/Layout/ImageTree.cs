namespace Sluice.Oci.Layout;

/// <summary>A manifest or index of a layout with everything that it refers to. The documents were verified, the blobs were not looked at.</summary>
/// <param name="Document">The document itself.</param>
/// <param name="Children">The images of an index, in its order.</param>
/// <param name="Manifest">The manifest of an image; <see langword="null"/> for an index.</param>
public sealed record ImageTree(OciDocument Document, IReadOnlyList<ImageTree> Children, ImageManifest? Manifest)
{
    /// <summary>The images of the tree: itself, or those of an index.</summary>
    public IEnumerable<ImageTree> Images => Below.Append(this).Where(tree => tree.Manifest is not null);

    /// <summary>Documents below this one, those that others refer to first.</summary>
    public IEnumerable<ImageTree> Below => Children.SelectMany(child => child.Below.Append(child));

    /// <summary>Configs and layers of the whole tree, each once, layers before the config of their image.</summary>
    public IReadOnlyList<Descriptor> Blobs => [.. Images.SelectMany(image => image.Manifest!.Layers.Append(image.Manifest.Config)).DistinctBy(blob => blob.Digest)];

    /// <summary>Layers of the whole tree, each once.</summary>
    public IEnumerable<Descriptor> Layers => Images.SelectMany(image => image.Manifest!.Layers).DistinctBy(layer => layer.Digest);

    /// <summary>Reads a tree; answers what is missing or damaged when it is not complete.</summary>
    /// <param name="layout">Holds it.</param>
    /// <param name="root">A manifest or index.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<(ImageTree? Tree, string? Problem)> ReadAsync(OciLayout layout, Descriptor root, CancellationToken cancellationToken)
    {
        if (await layout.ReadAsync(root, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return (null, $"{layout.Folder} does not hold {root.Digest}, or holds it damaged. Build the image again.");
        }

        if (!MediaTypes.IsIndex(document.MediaType))
        {
            return ImageManifest.TryRead(document.Bytes.Span, out var manifest, out var error)
                ? (new ImageTree(document, [], manifest), null)
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

        return (new ImageTree(document, children, null), null);
    }
}

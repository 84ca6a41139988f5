using Sluice.Oci;
using Sluice.Oci.Layers;
using Sluice.Oci.Layout;

namespace Sluice.Supply.Scanning;

/// <summary>
/// Examines an image in a layout, or all images of an index: its configuration and every layer, also what a later layer removes, because it is
/// still in the bytes. An image that cannot be read in full fails.
/// </summary>
public static class ImageScanner
{
    /// <summary>Raised when the scanner, rather than a rule, finds other things than before.</summary>
    public const string Version = "1";

    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static async Task<ScanReport> ScanAsync(OciLayout layout, Digest manifest, CancellationToken cancellationToken)
    {
        var scan = new Scan();
        var mediaType = layout.Resolve(manifest)?.MediaType ?? MediaTypes.ImageManifest;
        var root = new Descriptor { MediaType = mediaType, Digest = manifest, Size = layout.Blobs.SizeOf(manifest) ?? -1 };
        var (tree, problem) = await ImageTree.ReadAsync(layout, root, cancellationToken).ConfigureAwait(false);
        if (tree is null)
        {
            scan.Fail(null, problem!);
        }
        else
        {
            foreach (var image in tree.Images)
            {
                await ConfigAsync(layout, image.Manifest!.Config, scan, cancellationToken).ConfigureAwait(false);
            }

            foreach (var layer in tree.Layers)
            {
                await LayerAsync(layout, layer, scan, cancellationToken).ConfigureAwait(false);
            }
        }

        return new ScanReport(manifest, scan.Findings, scan.Files, scan.FilesReadInPart);
    }

    private static async Task ConfigAsync(OciLayout layout, Descriptor config, Scan scan, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsConfig(config.MediaType))
        {
            scan.Fail(null, $"its configuration is a \"{config.MediaType}\"");
        }
        else if (await layout.ReadAsync(config, cancellationToken).ConfigureAwait(false) is not { } document)
        {
            scan.Fail(null, "its configuration is not in the layout, or damaged");
        }
        else if (!ImageConfig.TryRead(document.Bytes.Span, out var content, out var error))
        {
            scan.Fail(null, error);
        }
        else
        {
            scan.Findings.AddRange(ConfigExaminer.Examine(content));
        }
    }

    private static async Task LayerAsync(OciLayout layout, Descriptor layer, Scan scan, CancellationToken cancellationToken)
    {
        await using var stream = layout.Blobs.OpenRead(layer.Digest);
        if (stream is null || !MediaTypes.IsReadableLayer(layer.MediaType))
        {
            scan.Fail(layer.Digest, stream is null ? "the layer is not in the layout" : $"the layer is a \"{layer.MediaType}\"");
            return;
        }

        var outcome = await LayerReader.ReadAsync(stream, layer, (item, token) => ItemAsync(layer.Digest, item, scan, token), null, cancellationToken).ConfigureAwait(false);
        if (!outcome.IsSuccess)
        {
            scan.Fail(layer.Digest, outcome.Message);
        }
    }

    private static async ValueTask ItemAsync(Digest layer, LayerItem item, Scan scan, CancellationToken cancellationToken)
    {
        scan.Findings.AddRange(FileExaminer.Mode(layer, item));
        if (item.Kind != LayerEntryKind.File)
        {
            return;
        }

        scan.Files++;
        var content = new byte[(int)Math.Min(item.Size, FileExaminer.LargestContent)];
        if (item.Content is not null)
        {
            await item.Content.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        }

        scan.FilesReadInPart += item.Size > FileExaminer.LargestContent ? 1 : 0;
        scan.Findings.AddRange(FileExaminer.Content(layer, item.Path, content));
    }

    private sealed class Scan
    {
        public List<ScanFinding> Findings { get; } = [];

        public int Files { get; set; }

        public int FilesReadInPart { get; set; }

        public void Fail(Digest? layer, string reason) => Findings.Add(ScanRules.Unreadable.At(new ScanLocation(layer, "", 0), what: $"the image cannot be examined: {reason}"));
    }
}

using System.Formats.Tar;

namespace Sluice.Oci.Layers;

/// <summary>
/// Reads a layer, plain, gzip or zstd, and verifies it on the way. What was visited counts only when the outcome is a success:
/// unpack into a temporary folder and rename it afterwards.
/// </summary>
public static class LayerReader
{
    private const string PackedCap = "the size in its descriptor";

    /// <summary>Visits every entry in order.</summary>
    /// <param name="layer">The bytes as the registry holds them, from their beginning.</param>
    /// <param name="expected">What they must be: media type (any readable one; the compression is told by the bytes), digest and size.</param>
    /// <param name="visit">Called for each entry.</param>
    /// <param name="limits">What is too much; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<LayerOutcome> ReadAsync(
        Stream layer,
        Descriptor expected,
        Func<LayerItem, CancellationToken, ValueTask> visit,
        LayerLimits? limits,
        CancellationToken cancellationToken)
    {
        limits ??= LayerLimits.Default;
        try
        {
            using var packed = new HashingStream(new CappedStream(layer, expected.Size, PackedCap));
            await using var decoded = await LayerCodec.DecompressAsync(packed, cancellationToken).ConfigureAwait(false);
            using var plain = new HashingStream(new CappedStream(decoded, limits.UnpackedBytes, "the limit for unpacked bytes"));
            var outcome = await VisitAsync(plain, visit, limits, cancellationToken).ConfigureAwait(false);
            if (outcome is not null)
            {
                return outcome;
            }

            await DrainAsync(plain, cancellationToken).ConfigureAwait(false);
            await DrainAsync(packed, cancellationToken).ConfigureAwait(false);
            return Verify(expected, packed.Count, packed.Finish(), plain.Count, plain.Finish());
        }
        catch (StreamTooLongException exception)
        {
            return LayerOutcome.Failed(
                exception.What == PackedCap ? LayerProblem.SizeMismatch : LayerProblem.LimitExceeded,
                $"Layer {expected.Digest} is larger than {exception.Cap} bytes, {exception.What}.");
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ZstdSharp.ZstdException)
        {
            return LayerOutcome.Failed(LayerProblem.Corrupt, $"Layer {expected.Digest} is not a readable tar archive: {exception.Message}");
        }
    }

    private static async Task<LayerOutcome?> VisitAsync(
        Stream plain, Func<LayerItem, CancellationToken, ValueTask> visit, LayerLimits limits, CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(plain, leaveOpen: true);
        var entries = 0;
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
            {
                continue;
            }

            if (++entries > limits.Entries)
            {
                return LayerOutcome.Failed(LayerProblem.LimitExceeded, $"The layer has more than {limits.Entries} entries.");
            }

            var target = entry.EntryType == TarEntryType.HardLink ? entry.LinkName : null;
            var problem = LayerPath.Refuse(entry.Name) is { } bad ? $"\"{entry.Name}\" {bad}"
                : target is not null && LayerPath.Refuse(target) is { } badTarget ? $"the link target \"{target}\" of \"{entry.Name}\" {badTarget}"
                : null;
            if (problem is not null)
            {
                return LayerOutcome.Failed(LayerProblem.UnsafePath, $"The layer holds an unsafe path: {problem}. Nothing of it is used.");
            }

            if (LayerPath.Normalise(entry.Name) is { Length: > 0 } path)
            {
                await visit(ToItem(entry, path), cancellationToken).ConfigureAwait(false);
            }
        }

        return null;
    }

    private static LayerItem ToItem(TarEntry entry, string path)
    {
        var kind = entry.EntryType switch
        {
            TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => LayerEntryKind.File,
            TarEntryType.Directory => LayerEntryKind.Directory,
            TarEntryType.SymbolicLink => LayerEntryKind.SymbolicLink,
            TarEntryType.HardLink => LayerEntryKind.HardLink,
            _ => LayerEntryKind.Other,
        };
        var target = kind switch
        {
            LayerEntryKind.SymbolicLink => entry.LinkName,
            LayerEntryKind.HardLink => LayerPath.Normalise(entry.LinkName),
            _ => null,
        };
        return new LayerItem(path, kind, entry.Mode, entry.Length, target, entry.DataStream);
    }

    private static async Task DrainAsync(Stream stream, CancellationToken cancellationToken)
        => await stream.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);

    private static LayerOutcome Verify(Descriptor expected, long size, Digest digest, long unpacked, Digest diffId)
    {
        if (size != expected.Size)
        {
            return LayerOutcome.Failed(LayerProblem.SizeMismatch, $"Layer {expected.Digest} has {size} bytes; its descriptor says {expected.Size}.");
        }

        return digest != expected.Digest
            ? LayerOutcome.Failed(LayerProblem.DigestMismatch, $"The layer's bytes are {digest}, not {expected.Digest}: damaged or exchanged. Remove the copy and pull again.")
            : new LayerOutcome(null, null, diffId, unpacked);
    }
}

namespace Sluice.Oci.Layers;

/// <summary>
/// Writes layers whose bytes depend on paths, contents, executable bits and link targets only: entries in ordinal order
/// with all parent directories, one time, owner 0:0 without names, modes 0755 and 0644. The compressed bytes are the same
/// on every machine with the same .NET feature release; another one may compress differently, and then only
/// <see cref="BuiltLayer.DiffId"/> stays the same.
/// </summary>
public static class LayerBuilder
{
    /// <summary>Builds a layer file, streaming: memory does not grow with the content.</summary>
    /// <param name="entries">In any order; a path may occur once (directories: any number of times).</param>
    /// <param name="file">The layer file to write; replaced when it exists, removed again on failure.</param>
    /// <param name="modified">The time of every entry; <see langword="null"/> is 1970-01-01, as for SOURCE_DATE_EPOCH=0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="compression">How the layer is compressed.</param>
    /// <exception cref="ArgumentException">A path is absolute, empty, climbs with <c>..</c> or occurs twice.</exception>
    /// <exception cref="IOException">A file cannot be read or changed its length meanwhile, or the layer cannot be written.</exception>
    public static async Task<BuiltLayer> BuildAsync(
        IEnumerable<LayerEntry> entries, string file, DateTimeOffset? modified, CancellationToken cancellationToken, LayerCompression compression = LayerCompression.Gzip)
    {
        var ordered = Order(entries);
        try
        {
            using var output = new HashingStream(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16));
            Digest diffId;
            await using (var packed = LayerCodec.Compress(output, compression))
            {
                await using var plain = new HashingStream(packed);
                var tar = new TarFormatter(plain, modified ?? DateTimeOffset.UnixEpoch);
                foreach (var entry in ordered)
                {
                    await tar.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
                }

                await tar.EndAsync(cancellationToken).ConfigureAwait(false);
                diffId = plain.Finish();
            }

            var descriptor = new Descriptor { MediaType = LayerCodec.MediaTypeOf(compression), Digest = output.Finish(), Size = output.Count };
            return new BuiltLayer(file, descriptor, diffId, ordered.Count);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static List<LayerEntry> Order(IEnumerable<LayerEntry> entries)
    {
        var byPath = new SortedDictionary<string, LayerEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (LayerPath.Refuse(entry.Path) is { } problem || LayerPath.Normalise(entry.Path) != entry.Path)
            {
                throw new ArgumentException($"\"{entry.Path}\" cannot be a path in a layer. Write it relative to the image's root, such as app/file.txt.", nameof(entries));
            }

            for (var slash = entry.Path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = entry.Path.IndexOf('/', slash + 1))
            {
                byPath.TryAdd(entry.Path[..slash], LayerEntry.Directory(entry.Path[..slash]));
            }

            if (!byPath.TryAdd(entry.Path, entry) && (entry.Kind, byPath[entry.Path].Kind) != (LayerEntryKind.Directory, LayerEntryKind.Directory))
            {
                throw new ArgumentException($"\"{entry.Path}\" occurs twice in the layer.", nameof(entries));
            }
        }

        foreach (var path in byPath.Keys)
        {
            var parent = path.LastIndexOf('/');
            if (parent > 0 && byPath[path[..parent]].Kind != LayerEntryKind.Directory)
            {
                throw new ArgumentException($"\"{path}\" is below \"{path[..parent]}\", which is not a directory.", nameof(entries));
            }
        }

        return [.. byPath.Values];
    }
}

/// <summary>A finished layer on disk.</summary>
/// <param name="File">The compressed bytes.</param>
/// <param name="Descriptor">Media type, digest and size of those bytes.</param>
/// <param name="DiffId">Digest of the plain tar bytes, for the image configuration.</param>
/// <param name="Entries">How many entries it holds, parents included.</param>
public sealed record BuiltLayer(string File, Descriptor Descriptor, Digest DiffId, int Entries);

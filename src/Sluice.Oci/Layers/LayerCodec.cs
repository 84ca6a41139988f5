using System.IO.Compression;

namespace Sluice.Oci.Layers;

/// <summary>How a layer's tar is compressed.</summary>
public enum LayerCompression
{
    /// <summary>Readable everywhere.</summary>
    Gzip,

    /// <summary>Smaller and faster to unpack; needs containerd 1.5, Docker 23 or CRI-O 1.20, or later ones.</summary>
    Zstd,
}

/// <summary>Packs and unpacks a layer's tar.</summary>
internal static class LayerCodec
{
    /// <summary>zstd's own default: a higher one costs seconds for a runtime and saves a few percent.</summary>
    private const int ZstdLevel = 3;

    private const int LongestMagic = 4;

    public static string MediaTypeOf(LayerCompression compression) => compression is LayerCompression.Zstd ? MediaTypes.LayerZstd : MediaTypes.LayerGzip;

    /// <summary>A stream that compresses into <paramref name="output"/>, which stays open.</summary>
    public static Stream Compress(Stream output, LayerCompression compression)
        => compression is LayerCompression.Zstd
            ? new ZstdSharp.CompressionStream(output, ZstdLevel)
            : new GZipStream(new GzipHeaderStream(output), CompressionLevel.Optimal);

    /// <summary>The plain bytes; the first ones tell the compression. Leaves <paramref name="packed"/> open.</summary>
    public static async Task<Stream> DecompressAsync(Stream packed, CancellationToken cancellationToken)
    {
        var start = new byte[LongestMagic];
        var count = await packed.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var whole = new PrefixedStream(start.AsMemory(0, count), packed);
        return start.AsSpan(0, count) switch
        {
            [0x1f, 0x8b, ..] => new GZipStream(whole, CompressionMode.Decompress),
            [0x28, 0xb5, 0x2f, 0xfd] => new ZstdSharp.DecompressionStream(whole),
            _ => whole,
        };
    }
}

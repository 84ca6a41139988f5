using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Oci.Layers;

/// <summary>
/// Writes tar (POSIX.1-2001): ustar headers, and a pax header in front where a path, a link target or a size does not fit
/// or is not ASCII. Own code because the framework's writer puts the process id into its pax headers, which makes the
/// bytes differ from run to run.
/// </summary>
internal sealed class TarFormatter(Stream output, DateTimeOffset modified)
{
    private const int Block = 512;
    private const int NameLength = 100;
    private const long LargestSize = 0x1_FFFF_FFFF;

    public async Task WriteAsync(LayerEntry entry, CancellationToken cancellationToken)
    {
        var path = entry.Kind == LayerEntryKind.Directory ? entry.Path + "/" : entry.Path;
        var link = entry.Kind == LayerEntryKind.SymbolicLink ? entry.LinkTarget ?? "" : "";
        await using var content = entry.Kind == LayerEntryKind.File ? entry.Open?.Invoke() : null;
        var size = content?.Length ?? 0;

        var pax = new StringBuilder();
        AddPax(pax, "linkpath", link, Fits(link));
        AddPax(pax, "path", path, Fits(path));
        AddPax(pax, "size", size.ToString(CultureInfo.InvariantCulture), size <= LargestSize);
        if (pax.Length > 0)
        {
            var records = Encoding.UTF8.GetBytes(pax.ToString());
            await output.WriteAsync(Header("PaxHeader", "", 'x', 0b110_100_100, records.Length), cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(records, cancellationToken).ConfigureAwait(false);
            await PadAsync(records.Length, cancellationToken).ConfigureAwait(false);
        }

        var (type, mode) = entry.Kind switch
        {
            LayerEntryKind.File => ('0', entry.IsExecutable ? 0b111_101_101 : 0b110_100_100),
            LayerEntryKind.Directory => ('5', entry.IsShared ? 0b1_111_111_111 : 0b111_101_101),
            LayerEntryKind.SymbolicLink => ('2', 0b111_111_111),
            _ => throw new ArgumentException($"\"{entry.Path}\": a layer is built of files, directories and symbolic links only.", nameof(entry)),
        };
        var header = Header(Fits(path) ? path : "see-pax-header", Fits(link) ? link : "", type, mode, size > LargestSize ? 0 : size);
        await output.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        if (content is not null)
        {
            await CopyAsync(entry.Path, content, size, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Two empty blocks end an archive.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
        => await output.WriteAsync(new byte[2 * Block], cancellationToken).ConfigureAwait(false);

    private static bool Fits(string text) => text.Length <= NameLength && Ascii.IsValid(text);

    /// <summary>A pax record is "length key=value\n", where the length counts its own digits.</summary>
    private static void AddPax(StringBuilder pax, string key, string value, bool fits)
    {
        if (fits)
        {
            return;
        }

        var rest = 3 + key.Length + Encoding.UTF8.GetByteCount(value);
        var length = rest + 1;
        while (length != rest + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length++;
        }

        pax.Append(CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
    }

    private byte[] Header(string name, string link, char type, int mode, long size)
    {
        var header = new byte[Block];
        Encoding.ASCII.GetBytes(name, header);
        Octal(header.AsSpan(100, 8), mode);
        Octal(header.AsSpan(108, 8), 0);
        Octal(header.AsSpan(116, 8), 0);
        Octal(header.AsSpan(124, 12), size);
        Octal(header.AsSpan(136, 12), Math.Max(0, modified.ToUnixTimeSeconds()));
        header.AsSpan(148, 8).Fill((byte)' ');
        header[156] = (byte)type;
        Encoding.ASCII.GetBytes(link, header.AsSpan(157));
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        "00"u8.CopyTo(header.AsSpan(263));
        var sum = 0;
        foreach (var value in header)
        {
            sum += value;
        }

        Octal(header.AsSpan(148, 7), sum);
        return header;
    }

    private static void Octal(Span<byte> field, long value)
    {
        for (var i = field.Length - 2; i >= 0; i--, value >>= 3)
        {
            field[i] = (byte)('0' + (value & 7));
        }

        field[^1] = 0;
    }

    private async Task CopyAsync(string path, Stream content, long size, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var left = size;
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                left -= read;
                if (left < 0)
                {
                    break;
                }

                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }

            if (left != 0)
            {
                throw new IOException($"\"{path}\" changed its length while it was put into a layer. Let nothing write there during the build, then build again.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await PadAsync(size, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask PadAsync(long size, CancellationToken cancellationToken)
    {
        var padding = (int)((Block - (size % Block)) % Block);
        if (padding > 0)
        {
            await output.WriteAsync(new byte[padding], cancellationToken).ConfigureAwait(false);
        }
    }
}

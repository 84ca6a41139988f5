using System.Buffers.Binary;
using System.Text;

namespace Sluice.Images.SystemFiles;

/// <summary>What a 64-bit ELF program or library of Linux asks its loader for.</summary>
/// <param name="Machine">The architecture's number in the ELF specification.</param>
/// <param name="Interpreter">Path of the loader; none for libraries and static programs.</param>
/// <param name="Needed">Names of the libraries that have to be found.</param>
internal sealed record ElfFile(int Machine, string? Interpreter, IReadOnlyList<string> Needed)
{
    public const int X64 = 62;
    public const int Arm64 = 183;

    private const int HeaderSize = 64;
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const uint InterpreterSegment = 3;
    private const long NeededTag = 1;
    private const long StringTableTag = 5;

    /// <summary>Reads a file; <see langword="null"/> when it is not a little-endian 64-bit ELF file, or a torn one.</summary>
    public static ElfFile? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || !file.StartsWith("\u007fELF\u0002\u0001"u8))
        {
            return null;
        }

        try
        {
            var segments = Segments(file);
            var interpreter = segments.FirstOrDefault(segment => segment.Type == InterpreterSegment);
            return new ElfFile(
                BinaryPrimitives.ReadUInt16LittleEndian(file[18..]),
                interpreter is null ? null : TextAt(file, interpreter.Offset),
                NeededBy(file, segments));
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static List<Segment> Segments(ReadOnlySpan<byte> file)
    {
        var at = Offset(file, 32);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file[54..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[56..]);
        var segments = new List<Segment>();
        for (var number = 0; number < count; number++)
        {
            var entry = file.Slice(checked(at + (number * size)), size);
            segments.Add(new Segment(BinaryPrimitives.ReadUInt32LittleEndian(entry), Offset(entry, 8), Offset(entry, 16), Offset(entry, 32)));
        }

        return segments;
    }

    /// <summary>The dynamic segment holds pairs of tag and value; names are offsets into a string table that is given by its address.</summary>
    private static List<string> NeededBy(ReadOnlySpan<byte> file, List<Segment> segments)
    {
        var names = new List<int>();
        var table = 0;
        if (segments.Find(segment => segment.Type == DynamicSegment) is not { } dynamic)
        {
            return [];
        }

        for (var at = dynamic.Offset; at + 16 <= dynamic.Offset + dynamic.Size; at += 16)
        {
            var tag = BinaryPrimitives.ReadInt64LittleEndian(file[at..]);
            if (tag == 0)
            {
                break;
            }

            if (tag == NeededTag)
            {
                names.Add(Offset(file, at + 8));
            }
            else if (tag == StringTableTag)
            {
                table = Offset(file, at + 8);
            }
        }

        var loaded = segments.Find(segment => segment.Type == LoadSegment && table >= segment.Address && table < segment.Address + segment.Size);
        var start = loaded is null ? table : table - loaded.Address + loaded.Offset;
        var found = new List<string>();
        foreach (var name in names)
        {
            found.Add(TextAt(file, checked(start + name)));
        }

        return found;
    }

    private static int Offset(ReadOnlySpan<byte> file, int at) => checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file[at..]));

    private static string TextAt(ReadOnlySpan<byte> file, int at)
    {
        var text = file[at..];
        return Encoding.UTF8.GetString(text[..Math.Max(text.IndexOf((byte)0), 0)]);
    }

    private sealed record Segment(uint Type, int Offset, int Address, int Size);
}

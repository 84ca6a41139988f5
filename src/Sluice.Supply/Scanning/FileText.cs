using System.Text;

namespace Sluice.Supply.Scanning;

/// <summary>A file's content made searchable.</summary>
/// <param name="Text">The text; of a binary file its readable runs, one on a line, so that texts inside an assembly are found as well.</param>
/// <param name="IsBinary">Line numbers mean nothing then, and only tokens with an unmistakable form are looked for.</param>
internal sealed record FileText(string Text, bool IsBinary)
{
    private const int Examined = 8192;

    public static FileText From(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return new FileText(Encoding.Unicode.GetString(content), false);
        }

        return content[..Math.Min(content.Length, Examined)].Contains((byte)0)
            ? new FileText(Runs(content), true)
            : new FileText(Encoding.UTF8.GetString(content), false);
    }

    public int LineAt(int index) => IsBinary ? 0 : Text.AsSpan(0, index).Count('\n') + 1;

    /// <summary>
    /// Runs of one-byte and of two-byte characters. They are kept apart: in front of a text in an assembly is its length,
    /// one byte that often looks like a letter of the text.
    /// </summary>
    private static string Runs(ReadOnlySpan<byte> content)
    {
        var text = new StringBuilder(content.Length / 2);
        bool? wide = null;
        for (var at = 0; at < content.Length; at++)
        {
            if (!IsReadable(content, at))
            {
                End(text);
                wide = null;
                continue;
            }

            var isWide = IsZero(content, at + 1) && (wide != false || (IsReadable(content, at + 2) && IsZero(content, at + 3)));
            if (wide is not null && wide != isWide)
            {
                End(text);
            }

            text.Append((char)content[at]);
            wide = isWide;
            at += isWide ? 1 : 0;
        }

        return text.ToString();
    }

    private static void End(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
        }
    }

    private static bool IsReadable(ReadOnlySpan<byte> content, int at) => at < content.Length && content[at] is >= 0x20 and < 0x7F;

    private static bool IsZero(ReadOnlySpan<byte> content, int at) => at < content.Length && content[at] == 0;
}

using System.Text;
using Sluice.Reports.Html;

namespace Sluice.Reports.Ci;

/// <summary>Makes Markdown of texts that nobody vouches for.</summary>
/// <param name="clean">Takes secrets out of a text.</param>
internal sealed class MarkdownText(Func<string, string> clean)
{
    /// <summary>Of longer texts the beginning is shown; the whole is in the log.</summary>
    private const int MaximumText = 600;

    /// <summary>Punctuation that means nothing in the middle of a line, neither to Markdown nor to HTML.</summary>
    private const string Harmless = " ,./-()";

    /// <summary>The text on one line, every character shown as itself: no link, no markup, no end of a cell.</summary>
    public string Text(string text)
    {
        var escaped = new StringBuilder();
        var line = Line(text);
        for (var index = 0; index < line.Length; index++)
        {
            var isLink = line[index] == '.' && index >= 3 && line.AsSpan(index - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase);
            if (!isLink && (!char.IsAscii(line[index]) || char.IsAsciiLetterOrDigit(line[index]) || Harmless.Contains(line[index], StringComparison.Ordinal)))
            {
                escaped.Append(line[index]);
            }
            else
            {
                escaped.Append("&#").Append((int)line[index]).Append(';');
            }
        }

        return escaped.ToString();
    }

    public string Code(string text) => $"<code>{Text(text)}</code>";

    /// <summary>Lines as they are, in a box; what exceeds the size is left out of the middle.</summary>
    public string Block(IEnumerable<string> lines, int size) =>
        $"<pre>{string.Concat(Markup.Bounded([.. lines.Select(line => $"{Text(line)}\n")], size, left => $"{left}\n"))}</pre>\n";

    private string Line(string text)
    {
        // Twice: what a terminal would obey may stand in the middle of a secret, and is gone afterwards.
        var line = clean(UntrustedText.Line(clean(text)));
        return line.Length > MaximumText ? $"{line.AsSpan(0, MaximumText - 1)}…" : line;
    }
}

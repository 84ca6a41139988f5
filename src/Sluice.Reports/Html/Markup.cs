using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Sluice.Reports.Html;

/// <summary>Makes HTML, which is XML as well, of texts that nobody vouches for.</summary>
/// <param name="clean">Takes secrets out of a text.</param>
internal sealed class Markup(Func<string, string> clean)
{
    /// <summary>Of longer texts the beginning is shown; the whole is in the evidence.</summary>
    private const int MaximumText = 600;

    private static readonly HtmlEncoder s_encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The text on one line, harmless.</summary>
    public string Text(string text)
    {
        // Twice: what a terminal would obey may stand in the middle of a secret, and is gone afterwards.
        var line = clean(UntrustedText.Line(clean(text))).Replace("\ufffe", "", StringComparison.Ordinal).Replace("\uffff", "", StringComparison.Ordinal);
        return s_encoder.Encode(line.Length > MaximumText ? $"{line.AsSpan(0, MaximumText - 1)}…" : line);
    }

    /// <summary>A section with a heading; nothing when it is empty.</summary>
    public string Section(string heading, string content) => content.Length == 0 ? "" : $"<section>\n<h2>{Text(heading)}</h2>\n{content}</section>\n";

    /// <summary>A table; nothing when it has no rows.</summary>
    /// <param name="headings">One per column.</param>
    /// <param name="rows">Finished rows.</param>
    /// <param name="size">How many characters the rows may have together; what exceeds it is left out of the middle.</param>
    public string Table(IReadOnlyList<string> headings, IReadOnlyList<string> rows, int size) => rows.Count == 0
        ? ""
        : $"<div class=\"wide\"><table>\n<thead><tr>{string.Concat(headings.Select(heading => $"<th>{Text(heading)}</th>"))}</tr></thead>\n<tbody>\n"
            + string.Concat(Bounded(rows, size, left => $"<tr><td class=\"left-out\" colspan=\"{headings.Count}\">{left}</td></tr>\n"))
            + "</tbody></table></div>\n";

    /// <summary>A row of cells that are markup already.</summary>
    public static string Row(params ReadOnlySpan<string> cells) => $"<tr><td>{string.Join("</td><td>", cells)}</td></tr>\n";

    /// <summary>As many of the first and of the last parts as fit, with a word about those between.</summary>
    public static IEnumerable<string> Bounded(IReadOnlyList<string> parts, int size, Func<string, string> leftOut)
    {
        if (parts.Sum(part => (long)part.Length) <= size)
        {
            return parts;
        }

        var first = Fitting(parts);
        var last = Math.Min(Fitting(parts.Reverse()), parts.Count - first);
        var left = (parts.Count - first - last).ToString(CultureInfo.InvariantCulture);
        return [.. parts.Take(first), leftOut($"… {left} left out …"), .. parts.TakeLast(last)];

        int Fitting(IEnumerable<string> some)
        {
            var used = 0;
            return some.TakeWhile(part => (used += part.Length) <= size / 2).Count();
        }
    }
}

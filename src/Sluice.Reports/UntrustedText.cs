using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Reports;

/// <summary>Makes one harmless line of text that comes from elsewhere: a pod's log, a cluster's message. Pure.</summary>
public static partial class UntrustedText
{
    /// <summary>Longer lines are cut: nobody reads them, and a log may have no line ends at all.</summary>
    public const int MaximumLength = 2000;

    /// <summary>The text without what a terminal would obey (escape sequences, control and direction characters), on one line.</summary>
    public static string Line(string text)
    {
        var cut = text.Length > MaximumLength ? $"{text.AsSpan(0, MaximumLength - 1)}…" : text;

        // Some build servers take what follows this for a command, wherever in a line it stands.
        var plain = Sequence().Replace(cut, "").Replace("##[", "## [", StringComparison.Ordinal);
        if (!plain.Any(IsHarmful))
        {
            return plain;
        }

        var line = new StringBuilder(plain.Length);
        foreach (var character in plain)
        {
            if (character is '\n' or '\t')
            {
                line.Append(' ');
            }
            else if (!IsHarmful(character))
            {
                line.Append(character);
            }
        }

        return line.ToString();
    }

    // Cc: control. Cf holds what turns the direction of writing, which makes a line read as something else.
    private static bool IsHarmful(char character) =>
        char.IsControl(character) || (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format && character != '\u200d') || character is '\u2028' or '\u2029';

    /// <summary>CSI, OSC and the other strings up to their terminator (or the end), and two-character sequences; introduced by ESC or by the 8-bit form.</summary>
    [GeneratedRegex(@"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?", RegexOptions.CultureInvariant)]
    private static partial Regex Sequence();
}

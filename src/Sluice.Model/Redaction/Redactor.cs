using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Model.Redaction;

/// <summary>
/// Knows the secrets of this run and takes them out of any text: as they are, line by line, and in the forms in which they
/// travel (base64, also over several lines and within the base64 of more; JSON; percent-encoded). Safe to use from several threads.
/// </summary>
public sealed partial class Redactor
{
    /// <summary>What stands where a secret was.</summary>
    public const string Mask = "***";

    /// <summary>Shorter texts are no secrets: masking them would only make every line unreadable.</summary>
    public const int ShortestSecret = 4;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private volatile Forms _forms = Forms.None;

    /// <summary>Remembers a secret; from now on it does not come out of <see cref="Clean"/>.</summary>
    public void Add(string secret)
    {
        lock (_lock)
        {
            if (_known.Add(secret))
            {
                _forms = Forms.Of(_known.SelectMany(Spellings));
            }
        }
    }

    /// <summary>The text with <see cref="Mask"/> in place of every known secret.</summary>
    public string Clean(string text)
    {
        var forms = _forms;
        if (forms.LongestFirst.Count > 0 && text.Contains('\n', StringComparison.Ordinal))
        {
            text = Base64Lines().Replace(text, block => forms.IsIn(Unwrap(block.Value)) ? $"{block.Groups["indent"].Value}{Mask}" : block.Value);
        }

        if (!forms.IsIn(text))
        {
            return text;
        }

        // Longest first: a secret that holds another one goes as a whole.
        foreach (var form in forms.LongestFirst)
        {
            text = text.Replace(form, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>How many characters at the end of a text may be the beginning of a secret that goes on in the next text.</summary>
    public int HeldBack(ReadOnlySpan<char> text)
    {
        var most = 0;
        foreach (var form in _forms.LongestFirst)
        {
            for (var length = Math.Min(form.Length - 1, text.Length); length > most; length--)
            {
                if (text.EndsWith(form.AsSpan(0, length), StringComparison.Ordinal))
                {
                    most = length;
                }
            }
        }

        return most;
    }

    private static IEnumerable<string> Spellings(string secret)
    {
        string[] pieces = [secret, .. secret.Split('\n', StringSplitOptions.TrimEntries)];
        return pieces.Where(piece => piece.Length >= ShortestSecret).SelectMany<string, string>(piece =>
        [
            piece,
            .. Base64Spellings.Of(Encoding.UTF8.GetBytes(piece)),
            JsonEncodedText.Encode(piece).ToString(),
            Uri.EscapeDataString(piece),
        ]);
    }

    private static string Unwrap(string lines) => string.Concat(lines.Where(character => !char.IsWhiteSpace(character)));

    // A line may break anywhere in a secret, so they are looked at as the one text that they are.
    [GeneratedRegex(@"(?<=^|\n)(?<indent>[ \t]*)[A-Za-z0-9+/]{8,}(?:\r?\n[ \t]*[A-Za-z0-9+/]+={0,2})+(?=\s|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Base64Lines();

    private sealed record Forms(IReadOnlyList<string> LongestFirst, SearchValues<string> Search)
    {
        public static Forms None { get; } = new([], SearchValues.Create([], StringComparison.Ordinal));

        public bool IsIn(string text) => text.AsSpan().ContainsAny(Search);

        public static Forms Of(IEnumerable<string> spellings)
        {
            string[] sorted = [.. spellings.Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
            return new Forms(sorted, SearchValues.Create(sorted, StringComparison.Ordinal));
        }
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>Writes what a target answers as JSON, without secrets.</summary>
internal static partial class JsonFile
{
    /// <param name="session">Knows the secrets.</param>
    /// <param name="file">Relative to the repository.</param>
    /// <param name="json">What to write.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task WriteAsync(SluiceSession session, string file, string json, CancellationToken cancellationToken)
    {
        var path = Path.Combine(session.Root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return File.WriteAllTextAsync(path, Clean(json, session.Redactor.Clean), cancellationToken);
    }

    /// <summary>Text by text, so that it stays JSON whatever a secret looks like: a number, a quotation mark.</summary>
    internal static string Clean(string json, Func<string, string> clean) => Literal().Replace(json, literal =>
    {
        var text = JsonSerializer.Deserialize<string>(literal.ValueSpan)!;
        return clean(text) is var cleaned && cleaned != text ? $"\"{JsonEncodedText.Encode(cleaned)}\"" : literal.Value;
    });

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """, RegexOptions.CultureInvariant)]
    private static partial Regex Literal();
}

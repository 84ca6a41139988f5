using System.Globalization;

namespace Sluice.Reports.Ci;

/// <summary>
/// Lines that a GitHub Actions runner obeys. A command is one line: what would end or part it travels encoded, in properties more
/// than in the message. Groups do not nest there, and the build engine makes one of each target: it is ended before the first phase
/// of a deploy begins, so that phases stand beside the target and the summary is seen without unfolding. The engine's own end of the
/// target's group then ends nothing. Pure.
/// </summary>
public sealed class GitHubCommands : IPhaseMarks
{
    private const string EndGroup = "::endgroup::";

    public static string Error(Annotation annotation) => Command("error", annotation);

    public IReadOnlyList<string> Begin(string phase) => [EndGroup, $"::group::{Encode(UntrustedText.Line(phase))}"];

    public IReadOnlyList<string> End() => [EndGroup];

    private static string Command(string name, Annotation annotation)
    {
        (string Name, string Value)[] properties =
        [
            ("file", annotation.File),
            ("line", Number(annotation.Line)),
            ("col", Number(annotation.Column)),
            ("title", UntrustedText.Line(annotation.Title)),
        ];
        return $"::{name} {string.Join(',', properties.Where(property => property.Value.Length > 0).Select(property => $"{property.Name}={EncodeProperty(property.Value)}"))}::{Encode(annotation.Text)}";
    }

    private static string Number(int value) => value > 0 ? value.ToString(CultureInfo.InvariantCulture) : "";

    private static string EncodeProperty(string text) => Encode(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Encode(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}

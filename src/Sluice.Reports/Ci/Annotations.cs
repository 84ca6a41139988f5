using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Reports.Html;

namespace Sluice.Reports.Ci;

/// <summary>Makes annotations of what went wrong. Pure.</summary>
public static partial class Annotations
{
    /// <summary>A build server shows ten per step; the last one says what is left out.</summary>
    public const int Maximum = 10;

    private const int MaximumText = 4000;

    /// <summary>One per service that failed and per problem that the cluster has; none of a run that ended well.</summary>
    public static IReadOnlyList<Annotation> Of(DeployReport report)
    {
        IReadOnlyList<Annotation> found =
        [
            .. report.Failures.Distinct().Select(failure => new Annotation(
                $"{report.Environment}: {failure.Service} is not ready: {failure.State}",
                string.Join('\n', new[] { DeployLines.Of(failure), failure.Hint }.Where(text => text.Length > 0).Select(UntrustedText.Line)))),
            .. report.Problems.Distinct().Select(problem => OfLine($"{report.Command} to {report.Environment}", problem)),
        ];
        return (report.ExitCode, found) switch
        {
            (0, _) => [],
            (_, []) => Of($"{report.Command} to {report.Environment}", string.Join('\n', report.Summary)),
            _ => Bounded(found),
        };
    }

    /// <summary>One per line that begins with a place in a file, or with a manifest; else one of the whole.</summary>
    /// <param name="title">Of what has no better one.</param>
    /// <param name="message">What a target said when it failed.</param>
    public static IReadOnlyList<Annotation> Of(string title, string message)
    {
        var lines = message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToList();
        List<Annotation> placed = [.. lines.Select(line => OfLine(title, line)).Where(found => found.Line > 0 || IsManifest(found.File)).Distinct()];
        return placed.Count > 0
            ? Bounded(placed)
            : [new Annotation(title, Cut(string.Join('\n', lines.Select(UntrustedText.Line))))];
    }

    private static bool IsManifest(string file) => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal);

    private static Annotation OfLine(string title, string line)
    {
        var text = UntrustedText.Line(line);
        return Place().Match(text) is { Success: true } place
            ? new Annotation(title, place.Groups["text"].Value) { File = place.Groups["file"].Value, Line = Number(place.Groups["line"]), Column = Number(place.Groups["column"]) }
            : new Annotation(title, text);
    }

    private static IReadOnlyList<Annotation> Bounded(IReadOnlyList<Annotation> found) => found.Count <= Maximum
        ? found
        : [.. found.Take(Maximum - 1), new Annotation(found[0].Title, string.Create(CultureInfo.InvariantCulture, $"{found.Count - Maximum + 1} more; the log has all of them."))];

    private static string Cut(string text) => text.Length <= MaximumText ? text : $"{text.AsSpan(0, MaximumText - 1)}…";

    private static int Number(Group digits) => int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // sluice.yaml:3:5: …, and Program.cs(3,5): … as compilers write it. An address with a port is no file.
    [GeneratedRegex(@"^(?<file>(?![a-z]+://)[^\s:()]*[^\s:()/]\.(?!\d+:)[A-Za-z]\w*)(?::(?<line>\d+)(?::(?<column>\d+))?|\((?<line>\d+),(?<column>\d+)\))?: (?<text>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}

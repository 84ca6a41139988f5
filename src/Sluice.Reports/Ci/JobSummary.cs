using System.Globalization;
using System.Text;
using Sluice.Reports.Html;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;

namespace Sluice.Reports.Ci;

/// <summary>What a build server shows of a run on its own page, in Markdown. Pure.</summary>
public static class JobSummary
{
    /// <summary>What the runner takes for one step, in bytes.</summary>
    public const int MaximumSize = 1024 * 1024;

    /// <summary>Characters that one section may take, so that all of them fit into a step's summary in any script; the report has the rest.</summary>
    private const int SectionSize = 48_000;

    private const int DigestLength = 12;
    private const string NextMark = "Next: ";

    /// <summary>Of a deploy or a return.</summary>
    /// <param name="report">What is told.</param>
    /// <param name="place">Lines that say where the report is.</param>
    /// <param name="clean">Takes secrets out of a text.</param>
    public static string Of(DeployReport report, IReadOnlyList<string> place, Func<string, string> clean)
    {
        var text = new MarkdownText(clean);
        var next = report.Summary.Where(line => line.StartsWith(NextMark, StringComparison.Ordinal));
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"### {Sign(report.ExitCode)} {text.Text($"{report.Command} {report.Version}".TrimEnd())} · {text.Text(report.Environment)}\n\n{text.Text(report.Outcome)}\n\n")
            .Append(Facts(report, text))
            .Append(Services(report, text))
            .Append(Problems(report, text))
            .AppendJoin("", Bounded(report.Failures.Distinct().Select(failure => Failure(failure, text))))
            .AppendJoin("", Bounded(next.Select(line => $"**Next** {text.Text(line[NextMark.Length..])}\n\n")))
            .AppendJoin("", Bounded(report.Evidence.Select(where => $"Evidence: {text.Code(where)}\n\n")))
            .AppendJoin("", place.Select(line => $"{text.Text(line)}\n\n"))
            .ToString();
    }

    /// <summary>Of a target that failed before there was a report, or has none.</summary>
    /// <param name="target">Its name.</param>
    /// <param name="exitCode">Of the process.</param>
    /// <param name="message">What it said; may have several lines.</param>
    /// <param name="clean">Takes secrets out of a text.</param>
    public static string OfFailure(string target, int exitCode, string message, Func<string, string> clean)
    {
        var text = new MarkdownText(clean);
        return $"### {Sign(exitCode)} {text.Text(target)}\n\n{text.Block(message.Split('\n'), SectionSize)}\nExit code {exitCode.ToString(CultureInfo.InvariantCulture)}\n\n";
    }

    private static string Facts(DeployReport report, MarkdownText text) => Table(
        ["Took", "Commit", "Author", "Exit code"],
        [Row(
            DeployLines.Seconds(report.EndedAt - report.StartedAt),
            report.Commit.Length == 0 ? "–" : text.Code(report.Commit.Length > DigestLength ? report.Commit[..DigestLength] : report.Commit),
            text.Text(report.Author),
            report.ExitCode.ToString(CultureInfo.InvariantCulture))]);

    private static string Services(DeployReport report, MarkdownText text) => Table(
        ["Service", "Image before", "Image of the release", "Serves at"],
        report.Services.Select(service => Row(
            text.Text(service.Service),
            Image(service.Before, text),
            service.Before == service.Release ? "the same" : Image(service.Release, text),
            string.Join(' ', report.Addresses.Where(address => address.Service == service.Service).Select(address => text.Code(address.Url))))));

    private static string Problems(DeployReport report, MarkdownText text) => report.Problems.Count == 0
        ? ""
        : $"{string.Concat(Bounded(report.Problems.Distinct().Select(problem => $"- {text.Text(problem)}\n"), "\n"))}\n";

    private static string Failure(ReadinessFailure failure, MarkdownText text) =>
        $"**{text.Text(DeployLines.Of(failure))}**\n\n"
        + (failure.Hint.Length == 0 ? "" : $"{text.Text(failure.Hint)}\n\n")
        + Details("Last lines of its log", failure.LogLines, text)
        + Details("The cluster's warnings", failure.Warnings, text);

    private static string Details(string caption, IReadOnlyList<string> lines, MarkdownText text) => lines.Count == 0
        ? ""
        : $"<details><summary>{caption}</summary>\n\n{text.Block(lines, SectionSize / 4)}\n</details>\n\n";

    private static string Image(string reference, MarkdownText text)
    {
        if (reference.Length == 0)
        {
            return "–";
        }

        const string Mark = "sha256:";
        var digest = reference.IndexOf(Mark, StringComparison.Ordinal);
        return text.Code(digest < 0 ? reference : reference[digest..Math.Min(reference.Length, digest + Mark.Length + DigestLength)]);
    }

    private static string Table(IReadOnlyList<string> headings, IEnumerable<string> rows) => Markup.Bounded([.. rows], SectionSize, left => Row(left)).ToList() is { Count: > 0 } shown
        ? $"{Row([.. headings])}|{string.Concat(headings.Select(_ => " --- |"))}\n{string.Concat(shown)}\n"
        : "";

    private static string Row(params ReadOnlySpan<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static IEnumerable<string> Bounded(IEnumerable<string> parts, string after = "\n\n") => Markup.Bounded([.. parts], SectionSize, left => $"{left}{after}");

    private static string Sign(int exitCode) => exitCode switch
    {
        ExitCodes.Done => "✅",
        ExitCodes.Interrupted => "⚠️",
        _ => "❌",
    };
}

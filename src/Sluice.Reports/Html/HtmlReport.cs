using System.Globalization;
using System.Text;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Html;

/// <summary>
/// Writes a report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere. It can be sent,
/// printed and kept. Pure.
/// </summary>
public static class HtmlReport
{
    /// <summary>Characters that one section may take; all of them together stay below 2 MB.</summary>
    private const int SectionSize = 300_000;

    private const string NextMark = "Next: ";

    /// <param name="report">What is told.</param>
    /// <param name="clean">Takes secrets out of a text.</param>
    public static string Render(DeployReport report, Func<string, string> clean)
    {
        var markup = new Markup(clean);
        var title = markup.Text($"{report.Command} {report.Version}".TrimEnd());
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
            .Append("<meta name=\"color-scheme\" content=\"light dark\"/>\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<style>\n{ReportStyle.Css}\n</style>\n</head>\n<body>\n<main>\n")
            .Append(Head(report, markup))
            .Append(markup.Section("Services", Services(report, markup)))
            .Append(markup.Section("What went wrong", Failures(report, markup)))
            .Append(markup.Section("Rollout", Rollout(report, markup)))
            .Append(markup.Section("Timeline", TimelineDrawing.Draw(report, markup)))
            .Append(markup.Section("Pods", Pods(report, markup)))
            .Append(markup.Section("Smoke checks", SmokeChecks(report, markup)))
            .Append(markup.Section("Objects", Objects(report, markup)))
            .Append(markup.Section("Evidence", List(report.Evidence, markup)))
            .Append(markup.Section("Events", Events(report, markup)))
            .Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string Head(DeployReport report, Markup markup)
    {
        (string Name, string Value)[] facts =
        [
            ("Environment", report.Environment),
            ("Target", report.Command),
            ("Release", report.Version),
            ("Commit", report.Commit),
            ("Author", report.Author),
            ("Started", Clock(report.StartedAt)),
            ("Ended", Clock(report.EndedAt)),
            ("Took", DeployLines.Seconds(report.EndedAt - report.StartedAt)),
            ("Exit code", report.ExitCode.ToString(CultureInfo.InvariantCulture)),
        ];
        var state = report.ExitCode == ExitCodes.Done ? "good" : report.ExitCode == ExitCodes.Interrupted ? "cut" : "bad";
        var next = report.Summary.Where(line => line.StartsWith(NextMark, StringComparison.Ordinal)).Select(line => line[NextMark.Length..]);
        var details = report.Summary.Skip(1).Where(line => !line.StartsWith(NextMark, StringComparison.Ordinal)).ToList();
        return $"<header class=\"{state}\">\n<h1>{markup.Text(report.Outcome)}</h1>\n"
            + (details.Count == 0 ? "" : $"<pre>{Lines(details, markup)}</pre>\n")
            + string.Concat(next.Select(line => $"<p class=\"next\"><b>Next</b> {markup.Text(line)}</p>\n"))
            + "</header>\n<dl>\n"
            + string.Concat(facts.Where(fact => fact.Value.Length > 0).Select(fact => $"<div><dt>{fact.Name}</dt><dd>{markup.Text(fact.Value)}</dd></div>\n"))
            + "</dl>\n";
    }

    private static string Services(DeployReport report, Markup markup) => markup.Table(
        ["Service", "Image before", "Image of the release", ""],
        [
            .. report.Services.Select(service => Markup.Row(
                markup.Text(service.Service),
                Image(service.Before, markup),
                Image(service.Release, markup),
                $"<small>{What(service)}</small>")),
        ],
        SectionSize / 2);

    private static string What(ServiceImages service) => service switch
    {
        { Before: "" } => "new",
        { Release: "" } => "gone",
        _ => service.Before == service.Release ? "same" : "changed",
    };

    private static string Image(string reference, Markup markup) => reference.Length == 0 ? "–" : $"<code>{markup.Text(reference)}</code>";

    private static string Failures(DeployReport report, Markup markup) => string.Concat(Markup.Bounded(
        [.. report.Failures.Distinct().Select(failure => Failure(failure, markup))], SectionSize, left => $"<p>{left}</p>\n"));

    private static string Failure(ReadinessFailure failure, Markup markup) =>
        $"<article>\n<h3>{markup.Text(DeployLines.Of(failure))}</h3>\n"
        + (failure.Hint.Length == 0 ? "" : $"<p>{markup.Text(failure.Hint)}</p>\n")
        + (failure.LogLines.Count == 0 ? "" : $"<p class=\"caption\">Last lines of its log</p>\n<pre>{Lines(failure.LogLines, markup)}</pre>\n")
        + (failure.Warnings.Count == 0 ? "" : $"<p class=\"caption\">The cluster's warnings</p>\n<pre>{Lines(failure.Warnings, markup)}</pre>\n")
        + "</article>\n";

    private static string Rollout(DeployReport report, Markup markup)
    {
        var whole = report.EndedAt - report.StartedAt;
        return whole <= TimeSpan.Zero
            ? ""
            : string.Concat(Markup.Bounded(
                [.. RolloutCharts.Services(report).Select(service => Rollout(report, service, whole, markup))], SectionSize, left => $"<p>{left}</p>\n"));
    }

    private static string Rollout(DeployReport report, string service, TimeSpan whole, Markup markup)
    {
        var marks = RolloutCharts.Marks(report, service);
        var charts = string.Concat(RolloutCharts.Of(report, service).Select(chart => ChartDrawing.Draw(chart, marks, whole, markup)));
        return charts.Length == 0 ? "" : $"<article>\n<h3 class=\"service\">{markup.Text(service)}</h3>\n{charts}</article>\n";
    }

    private static string Pods(DeployReport report, Markup markup) => markup.Table(
        ["Pod", "Service", "States, with the time since the start"],
        [
            .. report.Events
                .Select(one => (one.At, Change: one.Event as DeployEvent.PodChanged))
                .Where(one => one.Change is not null)
                .GroupBy(one => (one.Change!.Pod, one.Change.Service))
                .Select(pod => Markup.Row(
                    markup.Text(pod.Key.Pod),
                    markup.Text(pod.Key.Service),
                    string.Concat(Markup.Bounded(
                        [.. pod.Select(one => $"<span class=\"state\">{markup.Text(State(one.Change!))} <small>{Since(report, one.At)}</small></span> ")], SectionSize / 10, left => $"{left} ")))),
        ],
        SectionSize);

    private static string State(DeployEvent.PodChanged change) => change.Detail.Length == 0 ? change.State : $"{change.State} ({change.Detail})";

    private static string SmokeChecks(DeployReport report, Markup markup) => markup.Table(
        ["Service", "Address", "Status", "After"],
        [
            .. report.Events.Where(one => one.Event is DeployEvent.SmokeChecked).Select(one => (one.At, Check: (DeployEvent.SmokeChecked)one.Event)).Select(one => Markup.Row(
                markup.Text(one.Check.Address.Service),
                $"<code>{markup.Text(one.Check.Address.Url)}</code>",
                one.Check.Status == 0 ? "no answer" : one.Check.Status.ToString(CultureInfo.InvariantCulture),
                Since(report, one.At))),
        ],
        SectionSize / 2);

    private static string Objects(DeployReport report, Markup markup) => markup.Table(
        ["Object", "What became of it", "After"],
        [
            .. report.Events.Select(one => (one.At, Change: one.Event switch
            {
                DeployEvent.ObjectApplied { Change: { Kind: not ChangeKind.Unchanged } change } => (change.Manifest, What: change.Kind == ChangeKind.Created ? "created" : "configured"),
                DeployEvent.Removed { Item: { Result: Removal.Removed } item } => (item.Manifest, What: "removed"),
                DeployEvent.Removed { Item: { Result: not Removal.Absent } item } => (item.Manifest, What: $"left: {item.Detail}"),
                _ => default,
            }))
            .Where(one => one.Change.Manifest is not null)
            .Select(one => Markup.Row(markup.Text(one.Change.Manifest.ToString()), markup.Text(one.Change.What), Since(report, one.At))),
        ],
        SectionSize / 2);

    private static string Events(DeployReport report, Markup markup) => markup.Table(
        ["Time", "After", "What happened"],
        [
            .. EventLines(report).Select(one => Markup.Row(
                one.At.UtcDateTime.ToString("HH:mm:ss.f", CultureInfo.InvariantCulture), Since(report, one.At), markup.Text(one.Text.Trim()))),
        ],
        SectionSize);

    private static IEnumerable<(DateTimeOffset At, string Text)> EventLines(DeployReport report)
    {
        var narrator = new RolloutNarrator(report.Environment);
        foreach (var one in report.Events)
        {
            if (DeployLines.Describe(one.Event) is { } line)
            {
                yield return (one.At, line);
            }

            foreach (var told in narrator.Tell(one.Event))
            {
                yield return (one.At, told.Text);
            }
        }
    }

    private static string List(IReadOnlyList<string> lines, Markup markup) =>
        lines.Count == 0 ? "" : $"<ul>\n{string.Concat(lines.Select(line => $"<li>{markup.Text(line)}</li>\n"))}</ul>\n";

    private static string Lines(IReadOnlyList<string> lines, Markup markup) =>
        string.Concat(Markup.Bounded([.. lines.Select(line => $"{markup.Text(line)}\n")], SectionSize / 4, left => $"{left}\n"));

    private static string Since(DeployReport report, DateTimeOffset at) => $"{DeployLines.Seconds(at > report.StartedAt ? at - report.StartedAt : TimeSpan.Zero)}";

    private static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}

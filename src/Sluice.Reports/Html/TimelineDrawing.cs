using System.Globalization;

namespace Sluice.Reports.Html;

/// <summary>Draws a timeline as bars of plain markup, which grow and shrink with the page. Pure.</summary>
internal static class TimelineDrawing
{
    /// <summary>More bars than this are no picture any more.</summary>
    private const int MaximumSize = 200_000;

    private const int Ticks = 4;

    public static string Draw(DeployReport report, Markup markup)
    {
        var bars = Timeline.Of(report);
        var whole = report.EndedAt - report.StartedAt;
        if (bars.Count == 0 || whole <= TimeSpan.Zero)
        {
            return "";
        }

        var ticks = Enumerable.Range(0, Ticks + 1).Select(tick => $"<span>{DeployLines.Seconds(whole * tick / Ticks)}</span>");
        return "<div class=\"timeline\">\n"
            + string.Concat(Markup.Bounded([.. bars.Select(bar => Bar(bar, whole, markup))], MaximumSize, left => $"<div class=\"row\"><span>{left}</span></div>\n"))
            + $"<div class=\"row\"><span></span><div class=\"axis\">{string.Concat(ticks)}</div><span></span></div>\n</div>\n";
    }

    private static string Bar(TimelineBar bar, TimeSpan whole, Markup markup)
    {
        var style = string.Create(CultureInfo.InvariantCulture, $"left:{Percent(bar.Start, whole):0.##}%;width:{Percent(bar.End, whole) - Percent(bar.Start, whole):0.##}%");
        var (kind, word) = bar.Kind switch
        {
            BarKind.Phase => ("phase", ""),
            BarKind.Ready => ("ready", " ready"),
            BarKind.Failed => ("failed", " failed"),
            _ => ("ended", " cut short"),
        };
        return $"<div class=\"row {kind}\"><span class=\"label\">{markup.Text(bar.Label)}</span><div class=\"track\"><div style=\"{style}\"></div></div>"
            + $"<span class=\"took\">{DeployLines.Seconds(bar.End - bar.Start)}{word}</span></div>\n";
    }

    private static double Percent(TimeSpan time, TimeSpan whole) => Math.Clamp(100 * time.TotalSeconds / whole.TotalSeconds, 0, 100);
}

using System.Globalization;
using System.Text;

namespace Sluice.Analysis;

/// <summary>A verdict as people read it.</summary>
internal static class VerdictText
{
    public static string Of(Verdict verdict)
    {
        var text = new StringBuilder(Text($"{verdict.Decision} at {Duration(verdict.Time)}: {verdict.Reason}"));
        if (verdict is { LogEvidence: { } log, LogEvidenceBound: { } bound })
        {
            text.Append(Text($"\n  evidence against the candidate {Evidence(log)} of {Evidence(bound)}"));
        }

        foreach (var metric in verdict.Metrics)
        {
            text.Append("\n  ").Append(Compared(metric));
            if (metric.LogPromotionEvidence is { } promotion && verdict.LogPromotionBound is { } needed)
            {
                text.Append(Text($"; within +{Percent(metric.Margin!.Value)}: {Evidence(promotion)} of {Evidence(needed)}"));
            }
        }

        if (verdict.Need is { } need)
        {
            text.Append("\n  if it is as good as stable: ").Append(Of(need));
        }

        foreach (var warning in verdict.Warnings)
        {
            text.Append("\n  note: ").Append(warning);
        }

        return text.ToString();
    }

    public static string Of(Need need) => Text($"{need.CandidateRequests:0} more candidate requests")
        + (need.Time is { } time ? Text($", about {Duration(time)} at this traffic") : "");

    /// <summary>Both sides of a metric with the effect.</summary>
    public static string Compared(MetricVerdict metric)
    {
        if (metric.Value is { } value)
        {
            return Text($"{metric.Name}: {value:0.######}{(metric.Allowed is null ? "" : $" ({metric.Allowed} is allowed)")}");
        }

        var text = Text($"{metric.Name}: candidate {Of(metric.Candidate)}, stable {Of(metric.Baseline)}");
        return metric switch
        {
            { Ratio: { } ratio, Interval: { } interval } =>
                text + Text($"; {ratio:0.##} times (95 %: {interval.Lower:0.##} to {(double.IsInfinity(interval.Upper) ? "any" : interval.Upper.ToString("0.##", CultureInfo.InvariantCulture))})"),
            { Ratio: { } ratio } => text + Text($"; {ratio:0.##} times"),
            _ => text,
        };
    }

    public static string Duration(TimeSpan time) => time.TotalSeconds < 120 ? Text($"{time.TotalSeconds:0.#} s")
        : time.TotalMinutes < 120 ? Text($"{time.TotalMinutes:0.#} min")
        : Text($"{time.TotalHours:0.#} h");

    private static string Of(Counts counts) => counts.Requests > 0
        ? Text($"{counts.Bad:0} of {counts.Requests:0} ({Percent(counts.Rate)})")
        : "no requests";

    private static string Percent(double share) => Text($"{share * 100:0.####} %");

    private static string Evidence(double log) => log < 13 ? Text($"{Math.Exp(log):0.##}") : Text($"10^{log / Math.Log(10):0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

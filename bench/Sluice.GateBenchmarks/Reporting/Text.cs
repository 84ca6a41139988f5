using System.Globalization;
using Sluice.GateBenchmarks.Measuring;

namespace Sluice.GateBenchmarks.Reporting;

/// <summary>Numbers as the tables have them.</summary>
internal static class Text
{
    public static string Seconds(double seconds) => double.IsFinite(seconds) ? Number(seconds, "0.#") : "–";

    /// <summary>Of a rate: <c>0.5 %</c>.</summary>
    public static string Percent(double share) => Number(100 * share, "0.##") + " %";

    /// <summary>Median and interval: <c>120 [115–130]</c>; a dash is never.</summary>
    public static string Median(MedianInterval interval) => double.IsFinite(interval.Median) || double.IsFinite(interval.Lower)
        ? $"{Seconds(interval.Median)} [{Seconds(interval.Lower)}–{Seconds(interval.Upper)}]"
        : "–";

    /// <summary>Share and interval: <c>0.4 % [0.2–0.7]</c>.</summary>
    public static string Share(ShareInterval share) =>
        $"{Number(100 * share.Share, "0.0#")} % [{Number(100 * share.Lower, "0.0#")}–{Number(100 * share.Upper, "0.0#")}]";

    public static string Ratio(MedianInterval interval, double bound) =>
        $"{Number(interval.Median / bound, "0.00")} [{Number(interval.Lower / bound, "0.00")}–{Number(interval.Upper / bound, "0.00")}]";

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

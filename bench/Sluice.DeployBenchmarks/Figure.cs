using System.Globalization;

namespace Sluice.DeployBenchmarks;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The figure, as people read it.</param>
/// <param name="Target">What it is to be.</param>
/// <param name="IsMet">Whether it is; <see langword="null"/> where nothing could be compared.</param>
internal sealed record Figure(string What, string Measured, string Target, bool? IsMet)
{
    /// <summary>The median of some times against the longest that is allowed.</summary>
    public static Figure Of(string what, IReadOnlyList<TimeSpan> times, TimeSpan target) => new(
        what,
        $"{Seconds(Median(times))} ({Seconds(times.Min())} to {Seconds(times.Max())}, {times.Count} rounds)",
        $"≤ {Seconds(target)}",
        Median(times) <= target);

    public static TimeSpan Median(IEnumerable<TimeSpan> times)
    {
        List<TimeSpan> sorted = [.. times.Order()];
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");

    /// <summary>All of them as a Markdown table.</summary>
    public static IEnumerable<string> Table(IEnumerable<Figure> figures) =>
    [
        "| what | measured | target | |",
        "|---|---|---|---|",
        .. figures.Select(figure => $"| {figure.What} | {figure.Measured} | {figure.Target} | {figure.IsMet switch { true => "met", false => "**missed**", null => "not compared" }} |"),
    ];
}

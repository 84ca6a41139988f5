using Sluice.GateBenchmarks.Reporting;

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>What our gate has to reach, and whether it does.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Measured">What was measured, as printed.</param>
internal sealed record Target(string Name, string Wanted, string Measured, bool IsMet);

/// <summary>The figures to reach. A median or share misses its target only if its whole 95 % interval lies beyond.</summary>
internal static class Targets
{
    public const double Alpha = 0.01;
    private const double BoundFactor = 1.4;
    private const double Microseconds = 20;

    private static readonly double[] s_independent = [750, 125, 28, 5];
    private static readonly double[] s_clustered = [2520, 450, 122, 30];

    /// <summary>The most seconds to rollback of the main table.</summary>
    public static double Seconds(bool isClustered, double rate) =>
        (isClustered ? s_clustered : s_independent)[Scenarios.Rates.ToList().IndexOf(rate)];

    public static IReadOnlyList<Target> Of(Figures figures) =>
        [.. figures.Main.Select(OfColumn), .. figures.Bounds.Select(OfBound), OfCost(figures.Cost)];

    private static Target OfColumn(MainColumn column)
    {
        var kind = column.IsClustered ? "clustered" : "independent";
        var ours = column.Judges[0];
        if (column.IsNull)
        {
            return new Target($"type I, {kind}", "≤ 1 %", Text.Share(ours.RolledBack), ours.RolledBack.Lower <= Alpha);
        }

        var (wanted, measured) = (Seconds(column.IsClustered, column.CandidateErrors), ours.RollbackSeconds);
        return new Target(
            $"{kind}, candidate {Text.Percent(column.CandidateErrors)}",
            $"≤ {Text.Seconds(wanted)}",
            Text.Median(measured),
            measured.Lower <= wanted);
    }

    private static Target OfBound(BoundFigure figure)
    {
        var measured = figure.Judges[0].RollbackSeconds;
        return new Target(
            $"times the information bound, candidate {Text.Percent(figure.CandidateErrors)}",
            "≤ 1.4",
            Text.Ratio(measured, figure.BoundSeconds),
            measured.Lower <= BoundFactor * figure.BoundSeconds);
    }

    private static Target OfCost(GateCost cost) => new(
        $"a sample of {cost.Metrics} metrics × 4 steps",
        "< 20 µs, 0 bytes",
        FormattableString.Invariant($"{cost.Nanoseconds / 1000:0.0} µs, {cost.Bytes:0} bytes"),
        cost.Nanoseconds < 1000 * Microseconds && cost.Bytes < 0.5);
}

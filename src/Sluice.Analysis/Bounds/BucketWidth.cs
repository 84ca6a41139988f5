using System.Globalization;

namespace Sluice.Analysis;

/// <summary>A histogram tells durations apart only as far as its buckets do.</summary>
public static class BucketWidth
{
    /// <summary>A slow-down by this factor should be seen.</summary>
    /// <value>1.25</value>
    public const double Wanted = 1.25;

    /// <summary>What to say if the bucket around the 95th percentile hides a slow-down by <paramref name="factor"/>; <see langword="null"/> if it does not.</summary>
    public static string? WarningOf(ReadOnlySpan<double> bounds, Histogram baseline, double factor = Wanted)
    {
        if (bounds.Length == 0 || baseline.Requests <= 0)
        {
            return null;
        }

        var index = 0;
        while (index < bounds.Length && baseline.Cumulative.Span[index] < 0.95 * baseline.Requests)
        {
            index++;
        }

        if (index == bounds.Length)
        {
            return Text($"the 95th percentile of stable's durations is above the last bound, {bounds[^1]} s: no slow-down of it can be seen; add higher buckets");
        }

        var lower = index == 0 ? 0 : bounds[index - 1];
        return lower > 0 && bounds[index] <= lower * factor * (1 + 1e-9) ? null
            : lower <= 0 ? Text($"the 95th percentile of stable's durations is in the first bucket, up to {bounds[index]} s: no slow-down within it can be seen; add lower buckets")
            : Text($"the bucket around the 95th percentile reaches from {lower} s to {bounds[index]} s: a slow-down by less than {bounds[index] / lower:0.##} can stay unseen; add buckets there, each at most {factor} times the one before");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

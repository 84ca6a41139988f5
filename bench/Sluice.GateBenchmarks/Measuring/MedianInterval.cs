namespace Sluice.GateBenchmarks.Measuring;

/// <summary>A median with its distribution-free 95 % interval: order statistics, by the normal approximation of the binomial.</summary>
/// <param name="Median">+∞ where half of the runs and more never got there.</param>
internal readonly record struct MedianInterval(double Median, double Lower, double Upper)
{
    /// <summary>Of values of which +∞ means never.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static MedianInterval Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("A median needs values.", nameof(values));
        }

        var reach = 1.959964 * Math.Sqrt(sorted.Length) / 2;
        var (lower, upper) = ((int)Math.Floor(sorted.Length / 2.0 - reach), (int)Math.Ceiling(sorted.Length / 2.0 + reach));
        return new MedianInterval(
            Middle(sorted),
            sorted[Math.Clamp(lower - 1, 0, sorted.Length - 1)],
            sorted[Math.Clamp(upper, 0, sorted.Length - 1)]);
    }

    // The two in the middle may differ by less than infinity only.
    private static double Middle(double[] sorted)
    {
        var (left, right) = (sorted[(sorted.Length - 1) / 2], sorted[sorted.Length / 2]);
        return left == right ? left : (left + right) / 2;
    }
}

using MathNet.Numerics.Distributions;

namespace Sluice.GateBenchmarks.Comparators;

/// <summary>
/// By how much one sample is shifted against another: the confidence interval that inverts the Mann-Whitney test by its normal
/// approximation with continuity correction, and the Hodges-Lehmann estimate. The definitions are those of R's
/// <c>wilcox.test(x, y, exact = FALSE, conf.int = TRUE)</c>, whose roots are found to within 1e-4.
/// </summary>
internal sealed record ShiftInterval(double Lower, double Upper, double Estimate)
{
    private const double Tolerance = 1e-4;

    /// <param name="confidence">Two-sided, in (0, 1).</param>
    /// <exception cref="ArgumentException">A sample is empty.</exception>
    public static ShiftInterval Of(IEnumerable<double> first, IEnumerable<double> second, double confidence)
    {
        double[] x = [.. first.Order()];
        double[] y = [.. second.Order()];
        if (x.Length == 0 || y.Length == 0)
        {
            throw new ArgumentException("Both samples need at least one value.");
        }

        var (least, most) = (x[0] - y[^1], x[^1] - y[0]);
        if (least == most)
        {
            // Each sample is one value over and over: there is but one shift.
            return new ShiftInterval(least, least, least);
        }

        var quantile = Normal.InvCDF(0, 1, 1 - (1 - confidence) / 2);
        return new ShiftInterval(Root(quantile, isCorrected: true), Root(-quantile, isCorrected: true), Root(0, isCorrected: false));

        // The shift at which the standardised statistic is the quantile; it falls as the shift grows.
        double Root(double at, bool isCorrected)
        {
            double Distance(double shift) => Standardised(x, y, shift, isCorrected) - at;
            return Distance(least) <= 0 ? least : Distance(most) >= 0 ? most : BrentRoot.Find(Distance, least, most, Tolerance);
        }
    }

    private static double Standardised(double[] x, double[] y, double shift, bool isCorrected)
    {
        var ranks = RankSum.Of(x, y, shift);
        double n = x.Length, m = y.Length, all = n + m;
        var excess = ranks.OfFirst - n * (n + 1) / 2 - n * m / 2;
        var correction = isCorrected ? Math.Sign(excess) * 0.5 : 0;
        var deviation = Math.Sqrt(n * m / 12 * (all + 1 - ranks.Ties / (all * (all - 1))));

        // All values equal: no evidence in either direction.
        return deviation == 0 ? 0 : (excess - correction) / deviation;
    }
}

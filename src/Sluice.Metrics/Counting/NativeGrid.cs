using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Counting;

/// <summary>
/// Native histograms over fixed bounds, a factor of 2^(1/4) apart. They are bounds of every native histogram of schema 2 and
/// finer, so nothing is interpolated; with a coarser one, bounds within a bucket that holds something are left out.
/// </summary>
internal static class NativeGrid
{
    // 1 ms to 128 s.
    private const int First = -40;
    private const int Last = 28;

    private static readonly double[] s_bounds = [.. Enumerable.Range(First, Last - First + 1).Select(step => Math.Pow(2, step / 4.0))];

    public static Durations Of(NativeSample sample)
    {
        var bounds = new List<double>();
        var cumulative = new List<double>();
        foreach (var bound in s_bounds)
        {
            // The same bound, reckoned elsewhere, differs in the last digits.
            var slack = bound * 1e-9;
            if (sample.Buckets.Any(bucket => bucket.Lower < bound - slack && bucket.Upper > bound + slack))
            {
                continue;
            }

            bounds.Add(bound);
            cumulative.Add(sample.Buckets.Where(bucket => bucket.Upper <= bound + slack).Sum(bucket => bucket.Count));
        }

        return new Durations(bounds, cumulative, sample.Count);
    }
}

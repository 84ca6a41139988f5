namespace Sluice.Analysis;

/// <summary>Which bounds of a histogram are worth watching.</summary>
public static class LatencyBounds
{
    /// <summary>Shares of slow answers that are looked for.</summary>
    private static readonly double[] s_wanted = [0.2, 0.05, 0.01];

    /// <summary>More slow answers than this leave no room to see more.</summary>
    private const double Most = 0.35;

    /// <summary>Indices of the bounds whose share of slower answers is nearest 20 %, 5 % and 1 %, and of the next one above; rising, empty if all are too low.</summary>
    public static IReadOnlyList<int> Select(ReadOnlySpan<double> bounds, Histogram baseline)
    {
        var chosen = new SortedSet<int>();
        foreach (var wanted in s_wanted)
        {
            var (best, distance) = (-1, double.PositiveInfinity);
            for (var i = 0; i < bounds.Length; i++)
            {
                var share = baseline.SlowerThan(i).Rate;
                if (share <= Most && Math.Abs(share - wanted) < distance)
                {
                    (best, distance) = (i, Math.Abs(share - wanted));
                }
            }

            if (best >= 0)
            {
                chosen.Add(best);
            }
        }

        if (chosen.Count > 0 && chosen.Max + 1 < bounds.Length)
        {
            chosen.Add(chosen.Max + 1);
        }

        return [.. chosen];
    }

    /// <summary>Index of a bound, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<double> bounds, double bound)
    {
        for (var i = 0; i < bounds.Length; i++)
        {
            if (AreSame(bounds[i], bound))
            {
                return i;
            }
        }

        return -1;
    }

    internal static int IndexOf(IReadOnlyList<double> bounds, double bound) => IndexOf([.. bounds], bound);

    /// <summary>Bounds travel as text, in seconds or ticks, and come back a little different.</summary>
    internal static bool AreSame(double left, double right) => Math.Abs(left - right) <= 1e-6 * Math.Max(left, right);
}

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

    /// <summary>
    /// The bounds that a candidate is held to where it may be slower by a factor: the first one that even such a candidate
    /// exceeds no more often than stable exceeds <paramref name="bound"/> (-1 if there is none), and the last one that promises the
    /// factor. They are one where a bucket ends there, and nothing between them is taken for either.
    /// </summary>
    public static (int Worse, int Good) Tolerated(ReadOnlySpan<double> bounds, int bound, double factor)
    {
        var edge = bounds[bound] * factor;
        var good = bound;
        while (good + 1 < bounds.Length && (bounds[good + 1] <= edge || AreSame(bounds[good + 1], edge)))
        {
            good++;
        }

        var worse = AreSame(bounds[good], edge) ? good : good + 1;
        return (worse < bounds.Length ? worse : -1, good);
    }

    internal static int IndexOf(IReadOnlyList<double> bounds, double bound) => IndexOf([.. bounds], bound);

    /// <summary>Bounds travel as text, in seconds or ticks, and come back a little different.</summary>
    internal static bool AreSame(double left, double right) => Math.Abs(left - right) <= 1e-6 * Math.Max(left, right);
}

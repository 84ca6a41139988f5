namespace Sluice.Load;

/// <summary>Latencies by the nearest rank: the smallest one that at least this part of all is not above. Exact, as every latency is kept.</summary>
/// <param name="P50">Half of all are not above it.</param>
/// <param name="P90">90 %.</param>
/// <param name="P99">99 %.</param>
/// <param name="P999">99.9 %.</param>
/// <param name="Max">The longest.</param>
public sealed record Quantiles(TimeSpan P50, TimeSpan P90, TimeSpan P99, TimeSpan P999, TimeSpan Max)
{
    /// <summary>Of latencies in ticks, in any order; <see langword="null"/> where there are none.</summary>
    public static Quantiles? Of(IEnumerable<long> ticks)
    {
        long[] sorted = [.. ticks];
        if (sorted.Length == 0)
        {
            return null;
        }

        Array.Sort(sorted);
        return new Quantiles(At(500), At(900), At(990), At(999), At(1000));

        TimeSpan At(long thousandths) => TimeSpan.FromTicks(sorted[((sorted.Length * thousandths) + 999) / 1000 - 1]);
    }
}

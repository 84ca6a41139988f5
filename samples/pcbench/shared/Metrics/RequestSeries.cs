namespace PcBench.ServiceDefaults.Metrics;

/// <summary>Durations of the requests of one (method, route, code). Written by many threads without locks.</summary>
internal sealed class RequestSeries
{
    private readonly long[] _buckets = new long[LatencyBuckets.Bounds.Count + 1];
    private long _sumTicks;

    public void Observe(TimeSpan duration)
    {
        Interlocked.Increment(ref _buckets[LatencyBuckets.IndexOf(duration)]);
        Interlocked.Add(ref _sumTicks, duration.Ticks);
    }

    public TimeSpan Sum => new(Interlocked.Read(ref _sumTicks));

    /// <summary>Cumulative counts; the last is the number of requests, so that count and buckets cannot contradict each other.</summary>
    public long[] Cumulative()
    {
        var counts = new long[_buckets.Length];
        var total = 0L;
        for (var index = 0; index < counts.Length; index++)
        {
            total += Interlocked.Read(ref _buckets[index]);
            counts[index] = total;
        }

        return counts;
    }
}

namespace Sluice.Sandbox.Proxy.Counting;

/// <summary>How long requests took. Thread-safe.</summary>
internal sealed class LatencyCounts
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[LatencyBounds.Seconds.Count + 1];
    private double _sum;

    public void Add(double seconds)
    {
        lock (_lock)
        {
            _counts[LatencyBounds.BucketOf(seconds)]++;
            _sum += seconds;
        }
    }

    /// <summary>Requests by bucket, each alone, and seconds of all.</summary>
    public (long[] Counts, double Sum) Read()
    {
        lock (_lock)
        {
            return ([.. _counts], _sum);
        }
    }
}

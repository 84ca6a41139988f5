namespace Sluice.Sandbox.Proxy.Counting;

/// <summary>
/// Upper bounds of the latency histogram: 48 from 1 ms to 30 s, each 1.245 times the one before, so narrow that a change of
/// a quarter moves a request to another bucket.
/// </summary>
internal static class LatencyBounds
{
    private const int Count = 48;
    private const double Step = 1.245;
    private const double FirstSeconds = 0.001;

    /// <summary>In seconds, rising; the last bucket, without a bound, is not among them.</summary>
    public static IReadOnlyList<double> Seconds { get; } = [.. Enumerable.Range(0, Count).Select(i => Math.Round(FirstSeconds * Math.Pow(Step, i), 6))];

    /// <summary>The bucket of a latency; <see cref="Count"/> for what is above all bounds.</summary>
    public static int BucketOf(double seconds)
    {
        int bucket = 0;
        while (bucket < Count && seconds > Seconds[bucket])
        {
            bucket++;
        }

        return bucket;
    }
}

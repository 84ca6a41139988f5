namespace PcBench.ServiceDefaults.Metrics;

/// <summary>
/// Upper bounds of the latency histogram: 48 from 1 ms to 30 s, each 1.245 times the one before. So narrow because
/// a release that is 25 % slower must move requests across a bound to be seen at all.
/// </summary>
public static class LatencyBuckets
{
    private const int Count = 48;
    private const double Smallest = 0.001;
    private const double Largest = 30;

    private static readonly double[] Seconds = [.. Enumerable.Range(0, Count).Select(Bound)];
    private static readonly long[] Ticks = [.. Seconds.Select(bound => (long)Math.Round(bound * TimeSpan.TicksPerSecond))];

    /// <summary>In seconds, rising; the open bucket above the last is not in it.</summary>
    public static IReadOnlyList<double> Bounds => Seconds;

    /// <summary>Index of the first bound that is not smaller than the duration; <c>Bounds.Count</c> above the last.</summary>
    public static int IndexOf(TimeSpan duration)
    {
        var found = Array.BinarySearch(Ticks, duration.Ticks);
        return found >= 0 ? found : ~found;
    }

    // Four digits: the text stays short, and the factor between two bounds below 1.25.
    private static double Bound(int index)
    {
        var exact = Smallest * Math.Pow(Largest / Smallest, index / (double)(Count - 1));
        var unit = Math.Pow(10, Math.Floor(Math.Log10(exact)) - 3);
        return Math.Round(Math.Round(exact / unit) * unit, 7);
    }
}

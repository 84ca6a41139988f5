using MathNet.Numerics.Distributions;

namespace Sluice.GateBenchmarks.Simulation;

/// <summary>Log-normal latencies seen through the buckets of a histogram.</summary>
/// <param name="Bounds">Upper bounds in seconds, rising; slower than the last counts as +Inf.</param>
/// <param name="Slowdown">Factor on every latency of the candidate.</param>
internal sealed record LatencyModel(IReadOnlyList<double> Bounds, double Slowdown)
{
    /// <summary>The bounds that Prometheus clients choose by themselves.</summary>
    public static IReadOnlyList<double> DefaultBounds { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>From 10 ms to about 2 s, each a fifth above the one before.</summary>
    public static IReadOnlyList<double> FineBounds { get; } = [.. Enumerable.Range(0, 30).Select(step => 0.01 * Math.Pow(1.2, step))];

    public double MedianSeconds { get; init; } = 0.040;

    /// <summary>Standard deviation of the logarithm: 0.8 puts p95 at 149 ms and p99 at 257 ms.</summary>
    public double Sigma { get; init; } = 0.8;

    /// <summary>How likely each bucket is, +Inf last.</summary>
    public double[] Shares(double slowdown)
    {
        var below = Bounds.Select(bound => Normal.CDF(Math.Log(MedianSeconds * slowdown), Sigma, Math.Log(bound))).Append(1);
        var shares = new List<double>();
        var sum = 0.0;
        foreach (var share in below)
        {
            shares.Add(share - sum);
            sum = share;
        }

        return [.. shares];
    }
}

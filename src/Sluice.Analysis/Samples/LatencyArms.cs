namespace Sluice.Analysis;

/// <summary>Increments of both sides' histograms of durations, over the same bounds.</summary>
/// <param name="Bounds">Upper bounds of the buckets in seconds, rising, without +Inf.</param>
/// <param name="Candidate">The candidate's durations.</param>
/// <param name="Baseline">Stable's durations.</param>
public readonly record struct LatencyArms(ReadOnlyMemory<double> Bounds, Histogram Candidate, Histogram Baseline);

/// <summary>Increments of a histogram.</summary>
/// <param name="Requests">All durations (the bucket +Inf).</param>
/// <param name="Cumulative">For each bound the durations that were not above it, as Prometheus counts them.</param>
public readonly record struct Histogram(double Requests, ReadOnlyMemory<double> Cumulative)
{
    /// <summary>Requests and those slower than the bound of that index.</summary>
    public Counts SlowerThan(int bound) => new(Requests, Math.Max(0, Requests - Cumulative.Span[bound]));
}

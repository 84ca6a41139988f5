namespace Sluice.Rollouts.Metrics;

/// <summary>A series as its source has it: counters are not differenced, nothing is interpolated.</summary>
/// <param name="Pod">The pod that exposes it.</param>
/// <param name="Name">Name of the metric, for parts of a histogram with its suffix (<c>_bucket</c>, <c>_count</c>).</param>
/// <param name="Labels">All labels but the name.</param>
/// <param name="Samples">Rising in time; may be empty.</param>
public sealed record RawSeries(string Pod, string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<RawSample> Samples)
{
    /// <summary>Samples that are native histograms, rising in time.</summary>
    public IReadOnlyList<NativeSample> Histograms { get; init; } = [];
}

/// <summary>A value and when it was scraped.</summary>
/// <param name="Time">By the clock of who scraped it.</param>
/// <param name="Value">May be NaN or infinite.</param>
public readonly record struct RawSample(DateTimeOffset Time, double Value);

/// <summary>A native histogram and when it was scraped.</summary>
/// <param name="Time">By the clock of who scraped it.</param>
/// <param name="Count">All observations.</param>
/// <param name="Buckets">Those that hold something, rising; not cumulative.</param>
public sealed record NativeSample(DateTimeOffset Time, double Count, IReadOnlyList<NativeBucket> Buckets);

/// <summary>A bucket of a native histogram.</summary>
/// <param name="Lower">Lower bound.</param>
/// <param name="Upper">Upper bound, above <paramref name="Lower"/>.</param>
/// <param name="Count">Observations between them.</param>
public readonly record struct NativeBucket(double Lower, double Upper, double Count);

using Sluice.Model.Gates;

namespace Sluice.Metrics;

/// <summary>Names of metrics as series bear them.</summary>
public static class MetricNames
{
    /// <summary>A gauge that nearly every client library exposes.</summary>
    public const string ProcessStart = "process_start_time_seconds";

    public const string Bucket = "_bucket";

    public const string Count = "_count";

    /// <summary>What has to be asked for, for these metrics.</summary>
    public static IReadOnlyList<string> Needed(ErrorMetric? errors, LatencyMetric? latency) =>
        [.. new[] { errors?.Counter, errors?.BadCounter, latency?.Histogram, ProcessStart }.OfType<string>().Distinct()];

    /// <summary>The names with the parts that a histogram of that name would have.</summary>
    public static IReadOnlySet<string> WithParts(IEnumerable<string> names) => names.SelectMany(name => new[] { name, name + Bucket, name + Count }).ToHashSet();
}

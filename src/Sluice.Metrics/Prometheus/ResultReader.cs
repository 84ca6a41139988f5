using System.Text.Json;
using Sluice.Metrics.Exposition;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Prometheus;

/// <summary>Reads results of queries: matrices, vectors and scalars.</summary>
internal static class ResultReader
{
    /// <summary>The series of a range selector; <see langword="null"/> for any other result.</summary>
    public static IReadOnlyList<RawSeries>? Series(JsonElement data) => Guarded(data, "matrix", result => result.EnumerateArray().Select(One).ToList());

    /// <summary>The values of a vector or a scalar; <see langword="null"/> for any other result.</summary>
    public static IReadOnlyList<double>? Values(JsonElement data) =>
        Guarded<IReadOnlyList<double>>(data, "scalar", result => [Number(result[1])])
        ?? Guarded<IReadOnlyList<double>>(data, "vector", result => [.. result.EnumerateArray().Select(one => Number(one.GetProperty("value")[1]))]);

    private static T? Guarded<T>(JsonElement data, string type, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            return data.GetProperty("resultType").GetString() == type ? read(data.GetProperty("result")) : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            return null;
        }
    }

    private static RawSeries One(JsonElement one)
    {
        var labels = one.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString() ?? "");
        labels.Remove("__name__", out var name);
        List<RawSample> samples = one.TryGetProperty("values", out var values)
            ? [.. values.EnumerateArray().Select(sample => new RawSample(Time(sample[0]), Number(sample[1])))]
            : [];
        return new RawSeries(labels.GetValueOrDefault("pod", ""), name ?? "", labels, samples)
        {
            Histograms = one.TryGetProperty("histograms", out var histograms) ? [.. histograms.EnumerateArray().Select(Native)] : [],
        };
    }

    /// <summary><c>[time, {"count": "3", "sum": "1.2", "buckets": [[rule, "lower", "upper", "count"]]}]</c></summary>
    private static NativeSample Native(JsonElement sample)
    {
        var histogram = sample[1];
        IEnumerable<JsonElement> buckets = histogram.TryGetProperty("buckets", out var list) ? list.EnumerateArray() : [];
        return new NativeSample(
            Time(sample[0]),
            Number(histogram.GetProperty("count")),
            [.. buckets.Select(bucket => new NativeBucket(Number(bucket[1]), Number(bucket[2]), Number(bucket[3])))]);
    }

    private static DateTimeOffset Time(JsonElement seconds) => DateTimeOffset.UnixEpoch + TimeSpan.FromMilliseconds(Math.Round(seconds.GetDouble() * 1000));

    private static double Number(JsonElement text) =>
        LineReader.ParseValue(text.GetString() ?? "") ?? throw new FormatException($"'{text.GetString()}' is not a number");
}

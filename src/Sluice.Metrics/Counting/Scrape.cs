using System.Globalization;
using Sluice.Metrics.Exposition;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Counting;

/// <summary>One instrument at one moment: a counter has no bounds and its value as all requests.</summary>
/// <param name="Key">Name and labels, without the bound.</param>
/// <param name="Name">Base name of the metric.</param>
/// <param name="Labels">Labels without the bound.</param>
/// <param name="Value">The value since the process began.</param>
internal sealed record Instrument(string Key, string Name, IReadOnlyDictionary<string, string> Labels, Durations Value);

/// <summary>Everything that was read off one target at one moment.</summary>
/// <param name="Time">When it was scraped.</param>
/// <param name="ProcessStart">When its process began, if it says so.</param>
/// <param name="Instruments">Its counters and histograms.</param>
internal sealed record Scrape(DateTimeOffset Time, DateTimeOffset? ProcessStart, IReadOnlyList<Instrument> Instruments)
{
    private const string BoundLabel = "le";

    /// <summary>The scrapes of one target, oldest first, from its series. What is incomplete is left out: the next one covers it.</summary>
    public static IEnumerable<Scrape> Of(IEnumerable<RawSeries> series, string? histogram)
    {
        var moments = new SortedDictionary<DateTimeOffset, List<(RawSeries Series, double Value, NativeSample? Native)>>();
        foreach (var one in series)
        {
            // NaN is how a server says that a series went stale: no value, and no reset either.
            foreach (var sample in one.Samples.Where(sample => double.IsFinite(sample.Value)))
            {
                At(sample.Time).Add((one, sample.Value, null));
            }

            foreach (var native in one.Histograms.Where(native => double.IsFinite(native.Count)))
            {
                At(native.Time).Add((one, native.Count, native));
            }
        }

        // Buckets of a histogram that a moment lacks were not all there yet.
        var buckets = series
            .Where(one => histogram is not null && one.Name == histogram + MetricNames.Bucket)
            .ToLookup(one => KeyOf(histogram!, one.Labels), one => BoundOf(one.Labels));
        return moments.Select(moment => Read(moment.Key, moment.Value, histogram, buckets));

        List<(RawSeries, double, NativeSample?)> At(DateTimeOffset time)
        {
            if (!moments.TryGetValue(time, out var list))
            {
                moments.Add(time, list = []);
            }

            return list;
        }
    }

    private static Scrape Read(
        DateTimeOffset time, List<(RawSeries Series, double Value, NativeSample? Native)> values, string? histogram, ILookup<string, double> buckets)
    {
        DateTimeOffset? start = null;
        var instruments = new List<Instrument>();
        var parts = new Dictionary<string, SortedDictionary<double, double>>();
        var labels = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var (series, value, native) in values)
        {
            if (series.Name == MetricNames.ProcessStart)
            {
                start = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(Math.Clamp(value, 0, 1e11));
            }
            else if (native is not null)
            {
                instruments.Add(new Instrument(KeyOf(series.Name, series.Labels), series.Name, series.Labels, NativeGrid.Of(native)));
            }
            else if (histogram is not null && series.Name == histogram + MetricNames.Bucket)
            {
                var key = KeyOf(histogram, series.Labels);
                labels.TryAdd(key, series.Labels.Where(label => label.Key != BoundLabel).ToDictionary());
                if (!parts.TryGetValue(key, out var bounds))
                {
                    parts.Add(key, bounds = []);
                }

                bounds[BoundOf(series.Labels)] = value;
            }
            else if (histogram is null || series.Name != histogram + MetricNames.Count)
            {
                instruments.Add(new Instrument(KeyOf(series.Name, series.Labels), series.Name, series.Labels, new Durations([], [], value)));
            }
        }

        foreach (var (key, bounds) in parts)
        {
            if (buckets[key].All(bounds.ContainsKey) && bounds.TryGetValue(double.PositiveInfinity, out var all))
            {
                double[] finite = [.. bounds.Keys.Where(double.IsFinite)];
                instruments.Add(new Instrument(key, histogram!, labels[key], new Durations(finite, [.. finite.Select(bound => bounds[bound])], all)));
            }
        }

        return new Scrape(time, start, instruments);
    }

    private static double BoundOf(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(BoundLabel, out var text) && LineReader.ParseValue(text) is { } bound ? bound : double.NaN;

    private static string KeyOf(string name, IReadOnlyDictionary<string, string> labels) => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}\n{string.Join('\n', labels.Where(label => label.Key != BoundLabel).OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"))}");
}

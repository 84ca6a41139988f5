using Sluice.Metrics.Counting;
using Sluice.Metrics.Replays;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Prometheus;

/// <summary>A past window of a server, as if it had been watched then.</summary>
public static class PrometheusHistory
{
    /// <summary>Servers limit how many samples one query may load.</summary>
    private static readonly TimeSpan s_chunk = TimeSpan.FromMinutes(10);

    /// <summary>Longer gaps between scrapes than this are not usual; what lies before the window is the reference.</summary>
    private static readonly TimeSpan s_before = TimeSpan.FromMinutes(5);

    /// <param name="source">Where it is read.</param>
    /// <param name="question">Which pods and metrics; its window and moment are passed over.</param>
    /// <param name="counter">Counts from <paramref name="from"/> on.</param>
    /// <param name="from">Begin of the window.</param>
    /// <param name="to">Its end.</param>
    /// <param name="interval">Length of the rows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The recording, from 0 at <paramref name="from"/>, or why there is none. A gap in it is none: counters say what came meanwhile.</returns>
    public static async Task<(PodRecording? Recording, MetricsProblem? Problem)> ReadAsync(
        IMetricsSource source, MetricsQuestion question, TrafficCounter counter, DateTimeOffset from, DateTimeOffset to, TimeSpan interval, CancellationToken cancellationToken)
    {
        var rows = new List<PodInterval>();
        var (begin, started) = (from - s_before, new Dictionary<string, DateTimeOffset>());
        for (var end = from; ; end = end + s_chunk < to ? end + s_chunk : to)
        {
            var answer = await source.ReadAsync(question with { At = end, Window = end - begin }, cancellationToken).ConfigureAwait(false);
            if (answer.Reading is not { } reading)
            {
                return (null, answer.Problem);
            }

            if (reading.IsPartial)
            {
                return (null, new MetricsProblem($"A part of the window until {end:u} is missing: {string.Join("; ", reading.Warnings)}."));
            }

            foreach (var (time, part) in Slices(reading, begin, end, interval))
            {
                var traffic = counter.Observe(part, started);
                if (time > from && traffic is not null)
                {
                    rows.Add(new PodInterval((time - from).TotalSeconds, traffic));
                }
            }

            if (end >= to)
            {
                return (new PodRecording(rows), null);
            }

            begin = end;
        }
    }

    /// <summary>A reading of many scrapes as the readings that looking regularly would have given.</summary>
    private static IEnumerable<(DateTimeOffset Time, MetricsReading Part)> Slices(MetricsReading reading, DateTimeOffset begin, DateTimeOffset end, TimeSpan interval)
    {
        for (var time = begin; time < end;)
        {
            var (after, until) = (time, time + interval < end ? time + interval : end);
            yield return (until, reading with
            {
                Series = [.. reading.Series.Select(series => series with
                {
                    Samples = [.. series.Samples.Where(sample => sample.Time > after && sample.Time <= until)],
                    Histograms = [.. series.Histograms.Where(sample => sample.Time > after && sample.Time <= until)],
                })],
            });
            time = until;
        }
    }
}

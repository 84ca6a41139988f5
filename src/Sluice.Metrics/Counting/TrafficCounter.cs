using Sluice.Model.Gates;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Counting;

/// <summary>From raw counters to what each pod answered since the last look. Never a rate: counts keep their certainty.</summary>
public sealed class TrafficCounter
{
    private readonly ErrorMetric? _errors;
    private readonly LatencyMetric? _latency;
    private readonly LabelFilter _bad;
    private readonly LabelFilter _onlyErrors;
    private readonly LabelFilter _onlyLatency;
    private readonly DateTimeOffset _begin;
    private readonly TimeSpan _warmUp;
    private readonly Dictionary<string, TargetCounter> _targets = [];
    private readonly Dictionary<string, double> _early = [];
    private bool _hasBegun;

    /// <param name="errors">How requests and bad ones are counted; <see langword="null"/>: not.</param>
    /// <param name="latency">How durations are counted; <see langword="null"/>: not.</param>
    /// <param name="begin">What was counted before does not count.</param>
    /// <param name="warmUp">The first part of every process's life that is not counted either.</param>
    public TrafficCounter(ErrorMetric? errors, LatencyMetric? latency, DateTimeOffset begin, TimeSpan warmUp)
    {
        (_errors, _latency, _begin, _warmUp) = (errors, latency, begin, warmUp);
        _bad = new LabelFilter(errors?.Bad ?? new Dictionary<string, string>());
        _onlyErrors = new LabelFilter(errors?.Only ?? new Dictionary<string, string>());
        _onlyLatency = new LabelFilter(latency?.Only ?? new Dictionary<string, string>());
    }

    /// <summary>What has to be asked for.</summary>
    public IReadOnlyList<string> Names => MetricNames.Needed(_errors, _latency);

    /// <summary>What each pod of the reading answered since the reading before; pods that say nothing are not in it.</summary>
    /// <param name="reading">Series may overlap with those of the reading before.</param>
    /// <param name="started">When each pod began, for processes that do not expose it.</param>
    /// <returns><see langword="null"/> while there is no whole reading to begin with: series that it lacks would be taken for new ones.</returns>
    public IReadOnlyList<PodTraffic>? Observe(MetricsReading reading, IReadOnlyDictionary<string, DateTimeOffset> started)
    {
        if (reading.IsPartial && !_hasBegun)
        {
            return null;
        }

        _hasBegun = true;
        return [.. reading.Series.GroupBy(series => series.Pod).Select(pod => Observe(pod.Key, pod, started.TryGetValue(pod.Key, out var start) ? start : null))];
    }

    private PodTraffic Observe(string pod, IEnumerable<RawSeries> series, DateTimeOffset? started)
    {
        var traffic = new PodTraffic(pod);
        var bad = _early.GetValueOrDefault(pod);
        foreach (var target in series.GroupBy(TargetOf))
        {
            if (!_targets.TryGetValue(target.Key, out var counter))
            {
                _targets.Add(target.Key, counter = new TargetCounter(_begin, _warmUp));
            }

            foreach (var (instrument, increment, isReset) in Scrape.Of(target, _latency?.Histogram).SelectMany(scrape => counter.Observe(scrape, started)))
            {
                var labels = instrument.Labels;
                traffic = traffic with { Resets = traffic.Resets + (isReset ? 1 : 0) };
                if (_errors is not null && instrument.Name == _errors.Counter && _onlyErrors.Matches(labels))
                {
                    traffic = traffic with { Requests = traffic.Requests + increment.Requests };
                    bad += _errors.BadCounter is null && _bad.Matches(labels) ? increment.Requests : 0;
                }
                else if (_errors is not null && instrument.Name == _errors.BadCounter && _onlyErrors.Matches(labels))
                {
                    bad += increment.Requests;
                }
                else if (instrument.Name == _latency?.Histogram && _onlyLatency.Matches(labels))
                {
                    traffic = traffic with { Latency = traffic.Latency is { } before ? before + increment : increment };
                }
            }
        }

        // A counter of its own may be raised before that of all requests is.
        var counted = Math.Min(bad, traffic.Requests);
        _early[pod] = bad - counted;
        return traffic with { Bad = counted };
    }

    /// <summary>A pod may be scraped at several ports, each at moments of its own.</summary>
    private static string TargetOf(RawSeries series) => $"{series.Pod}\n{series.Labels.GetValueOrDefault("job")}\n{series.Labels.GetValueOrDefault("instance")}";
}

namespace Sluice.Metrics.Counting;

/// <summary>Differences the counters of one target: one process behind one scraped port of one pod.</summary>
/// <param name="begin">When counting began; increments that ended before do not count.</param>
/// <param name="warmUp">The first part of a process's life that is not counted.</param>
internal sealed class TargetCounter(DateTimeOffset begin, TimeSpan warmUp)
{
    /// <summary>A start time is a number with a fraction that not every scrape rounds alike.</summary>
    private static readonly TimeSpan s_sameStart = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (DateTimeOffset Time, Durations Value)> _last = [];
    private DateTimeOffset? _seen;
    private DateTimeOffset? _start;
    private DateTimeOffset? _process;
    private bool _restarted;

    /// <summary>The increments of a scrape by instrument; none for what was already counted, is only the reference, or is warming up.</summary>
    /// <param name="scrape">What was scraped.</param>
    /// <param name="podStart">When the pod began, for processes that do not say when they did.</param>
    public IEnumerable<(Instrument Instrument, Durations Increment, bool IsReset)> Observe(Scrape scrape, DateTimeOffset? podStart)
    {
        NoteStart(scrape.ProcessStart, podStart);
        var increments = new List<(Instrument, Durations, bool)>();
        foreach (var instrument in scrape.Instruments)
        {
            var known = _last.TryGetValue(instrument.Key, out var last);
            if (known && scrape.Time <= last.Time)
            {
                continue; // windows overlap, and some sources are late
            }

            var (increment, isReset) = Difference(instrument.Value, known ? last.Value : null, scrape.Time);
            _last[instrument.Key] = (scrape.Time, increment is null || !known ? instrument.Value : instrument.Value.Over(increment.Bounds));
            DateTimeOffset? from = known ? last.Time : _seen < scrape.Time && !(_seen < _start) ? _seen : _start;
            if (increment is not null && scrape.Time > begin && !(from < _start + warmUp))
            {
                increments.Add((instrument, increment, isReset));
            }
        }

        _seen = _seen > scrape.Time ? _seen : scrape.Time;
        return increments;
    }

    private void NoteStart(DateTimeOffset? process, DateTimeOffset? pod)
    {
        if (process is not { } now)
        {
            _start ??= pod;
            return;
        }

        if (_process is { } before && now > before + s_sameStart)
        {
            // Another process: what it counts is new, even where it has already counted further than the last one.
            _last.Clear();
            _restarted = true;
        }

        if (!(now <= _process + s_sameStart))
        {
            _start = _process = now;
        }
    }

    private (Durations? Increment, bool IsReset) Difference(Durations value, Durations? last, DateTimeOffset time)
    {
        if (last is null)
        {
            // Born after counting began, so it counted from 0 on; otherwise this is the reference.
            var isNew = _restarted || _start >= begin || (_seen < time && time > begin);
            return (isNew ? value : null, _restarted);
        }

        double[] common = value.Bounds.SequenceEqual(last.Bounds) ? [.. value.Bounds] : [.. value.Bounds.Intersect(last.Bounds)];
        var (now, before) = (value.Over(common), last.Over(common));
        if (now.Requests < before.Requests || now.Cumulative.Zip(before.Cumulative).Any(pair => pair.First < pair.Second))
        {
            return (now, true);
        }

        return (new Durations(common, [.. now.Cumulative.Zip(before.Cumulative, (one, other) => one - other)], now.Requests - before.Requests), false);
    }
}

using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Judging;

/// <summary>What a reading is good for.</summary>
internal enum Round
{
    /// <summary>Some pods were not scraped again yet: it is left to a later reading, which covers it.</summary>
    Open,

    /// <summary>What it adds may be from before and after a change of the weight: it is the new reference and no more.</summary>
    Straddling,

    /// <summary>Every pod has something to add, all of it at one weight.</summary>
    Whole,
}

/// <summary>
/// Parts readings into rounds, so that both sides are compared over the same time. A pod that is asked itself says how it stands now,
/// so every reading is a round. A server says how each pod stood at its own last scrape: a round is over when every pod was scraped again,
/// which the server's own times tell; two machines' clocks are never compared.
/// </summary>
/// <param name="isLive">Whether pods are asked themselves.</param>
internal sealed class ScrapeRounds(bool isLive)
{
    /// <summary>A pod that is not scraped for so long has nothing to add.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private Dictionary<string, DateTimeOffset>? _reference;
    private TimeSpan _since;
    private bool _isSettled;

    /// <summary>The weight has changed: what comes up to the next scrape of every pod belongs to neither weight.</summary>
    public void Begin() => (_isSettled, _reference) = (false, null);

    /// <param name="reading">What was read.</param>
    /// <param name="time">By the gate's clock.</param>
    /// <param name="isDuring">The weight changed while it was read.</param>
    public Round See(MetricsReading reading, TimeSpan time, bool isDuring)
    {
        if (isLive)
        {
            return isDuring || !_isSettled ? Straddle(!isDuring) : Round.Whole;
        }

        var newest = Newest(reading);
        if (isDuring || _reference is null)
        {
            (_reference, _since) = (isDuring ? null : newest, time);
            return Round.Open;
        }

        if (time - _since < s_patience && (newest.Count == 0 || _reference.Any(pod => newest.TryGetValue(pod.Key, out var now) && now <= pod.Value)))
        {
            return Round.Open;
        }

        (_reference, _since) = (newest, time);
        return _isSettled ? Round.Whole : Straddle(true);
    }

    private Round Straddle(bool isLast)
    {
        _isSettled = isLast;
        return Round.Straddling;
    }

    /// <summary>When each pod was scraped last.</summary>
    private static Dictionary<string, DateTimeOffset> Newest(MetricsReading reading) =>
        reading.Series
            .SelectMany(series => series.Samples.Select(sample => sample.Time).Concat(series.Histograms.Select(sample => sample.Time)), (series, time) => (series.Pod, time))
            .GroupBy(sample => sample.Pod)
            .ToDictionary(pod => pod.Key, pod => pod.Max(sample => sample.time));
}

using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Judging;

/// <summary>
/// Waits until whatever is counted next was counted after a change of the weight. A pod that is asked itself says how it stands now.
/// A server says how it stood at its last scrape, so that the next scrape of every pod has to be there first; which one that is is told
/// by the server's own times, never by comparing two machines' clocks.
/// </summary>
/// <param name="isLive">Whether pods are asked themselves.</param>
internal sealed class Settling(bool isLive)
{
    /// <summary>A pod that is not scraped for so long has nothing to add.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private Dictionary<string, DateTimeOffset>? _reference;
    private TimeSpan _since;

    /// <summary>Whether the next increments belong to the weight that is in force.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The weight has changed.</summary>
    public void Begin() => (IsOver, _reference) = (false, null);

    /// <summary>A reading that was begun after the change; its own increments may still be from before.</summary>
    public void See(MetricsReading reading, TimeSpan time)
    {
        var newest = reading.Series
            .GroupBy(series => series.Pod)
            .Select(pod => (pod.Key, Time: pod.Max(NewestOf)))
            .Where(pod => pod.Time is not null)
            .ToDictionary(pod => pod.Key, pod => pod.Time!.Value);
        if (isLive)
        {
            IsOver = true;
        }
        else if (_reference is null)
        {
            (_reference, _since) = (newest, time);
        }
        else
        {
            IsOver = time - _since >= s_patience || (newest.Count > 0 && _reference.All(pod => !newest.TryGetValue(pod.Key, out var now) || now > pod.Value));
        }
    }

    private static DateTimeOffset? NewestOf(RawSeries series)
    {
        DateTimeOffset? value = series.Samples.Count > 0 ? series.Samples[^1].Time : null;
        DateTimeOffset? native = series.Histograms.Count > 0 ? series.Histograms[^1].Time : null;
        return value > native || native is null ? value : native;
    }
}

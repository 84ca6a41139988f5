using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>Scrapes every pod each fifteen seconds, each at moments of its own, and remembers.</summary>
internal sealed class ScrapeMemory(TrialPods pods, TimeProvider time)
{
    private readonly Dictionary<(string Pod, string Code), List<RawSample>> _samples = [];
    private int _second;

    /// <summary>Whether questions about the past are answered; if not, never.</summary>
    public bool KnowsThePast { get; set; } = true;

    public void Tick()
    {
        _second++;
        var all = pods.Stable.Concat(pods.Candidate).ToList();
        for (var index = 0; index < all.Count; index++)
        {
            if ((_second + (index * 4)) % 15 == 0)
            {
                foreach (var series in pods.Series(all[index].Name, time.GetUtcNow()))
                {
                    var key = (series.Pod, series.Labels["code"]);
                    (_samples.TryGetValue(key, out var samples) ? samples : _samples[key] = []).Add(series.Samples[0]);
                }
            }
        }
    }

    public async Task<MetricsResult> Answer(MetricsQuestion question, CancellationToken cancellationToken)
    {
        if (question.At is not null && !KnowsThePast)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var end = question.At ?? time.GetUtcNow();
        return MetricsResult.Of(new MetricsReading(
            [
                .. from entry in _samples
                   where question.Pods.Contains(entry.Key.Pod)
                   let samples = entry.Value.Where(sample => sample.Time > end - question.Window && sample.Time <= end).ToList()
                   where samples.Count > 0
                   select new RawSeries(entry.Key.Pod, "http_requests_total", new Dictionary<string, string> { ["code"] = entry.Key.Code }, samples),
            ],
            []));
    }
}

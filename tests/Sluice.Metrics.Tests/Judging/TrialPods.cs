using System.Globalization;
using System.Text;
using Sluice.Metrics.Exposition;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>Pods of two stacks with their counters.</summary>
internal sealed class TrialPods(DateTimeOffset started)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Good, double Bad, double Slow)> _counts = [];

    public List<PodFacts> Stable { get; } = [Pod("stable-a", started), Pod("stable-b", started), Pod("stable-c", started)];

    public List<PodFacts> Candidate { get; } = [Pod("new-a", started), Pod("new-b", started)];

    /// <summary>Whether they expose durations too.</summary>
    public bool HasDurations { get; set; }

    /// <summary>Every pod of a side answers so many requests, and so many bad ones; so many of all are slow.</summary>
    public void Serve(IEnumerable<PodFacts> pods, double good, double bad, double slow = 0)
    {
        lock (_gate)
        {
            foreach (var pod in pods)
            {
                var (before, badBefore, slowBefore) = _counts.GetValueOrDefault(pod.Name);
                _counts[pod.Name] = (before + good, badBefore + bad, slowBefore + slow);
            }
        }
    }

    /// <summary>A process begins again, and its counters with it.</summary>
    public void Restart(string name)
    {
        lock (_gate)
        {
            _counts.Remove(name);
        }

        var index = Candidate.FindIndex(pod => pod.Name == name);
        Candidate[index] = Candidate[index] with { Containers = [new ContainerFacts("main", Candidate[index].Containers[0].Restarts + 1, false)] };
    }

    /// <summary>What a pod exposes.</summary>
    public string Expose(string name)
    {
        lock (_gate)
        {
            var (good, bad, slow) = _counts.GetValueOrDefault(name);
            var text = new StringBuilder()
                .AppendLine(CultureInfo.InvariantCulture, $"http_requests_total{{code=\"200\"}} {good}")
                .AppendLine(CultureInfo.InvariantCulture, $"http_requests_total{{code=\"500\"}} {bad}");
            if (HasDurations)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"http_request_duration_seconds_bucket{{le=\"0.1\"}} {good + bad - slow}")
                    .AppendLine(CultureInfo.InvariantCulture, $"http_request_duration_seconds_bucket{{le=\"0.11\"}} {good + bad - (slow / 4)}")
                    .AppendLine(CultureInfo.InvariantCulture, $"http_request_duration_seconds_bucket{{le=\"+Inf\"}} {good + bad}");
            }

            return text.ToString();
        }
    }

    public IEnumerable<RawSeries> Series(string name, DateTimeOffset time) =>
        ExpositionText.Read(Expose(name)).Samples!.Select(sample => new RawSeries(name, sample.Name, sample.Labels, [new RawSample(time, sample.Value)]));

    public static PodFacts Pod(string name, DateTimeOffset started) => new(name, name, "", true, started, [new ContainerFacts("main", 0, false)]);
}

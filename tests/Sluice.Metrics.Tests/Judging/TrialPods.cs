using System.Globalization;
using System.Text;
using Sluice.Metrics.Exposition;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>Pods of two stacks with their counters.</summary>
internal sealed class TrialPods(DateTimeOffset started)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Good, double Bad)> _counts = [];

    public List<PodFacts> Stable { get; } = [Pod("stable-a", started), Pod("stable-b", started), Pod("stable-c", started)];

    public List<PodFacts> Candidate { get; } = [Pod("new-a", started), Pod("new-b", started)];

    /// <summary>Every pod of a side answers so many requests, and so many bad ones.</summary>
    public void Serve(IEnumerable<PodFacts> pods, double good, double bad)
    {
        lock (_gate)
        {
            foreach (var pod in pods)
            {
                var (before, badBefore) = _counts.GetValueOrDefault(pod.Name);
                _counts[pod.Name] = (before + good, badBefore + bad);
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
            var (good, bad) = _counts.GetValueOrDefault(name);
            return new StringBuilder()
                .AppendLine(CultureInfo.InvariantCulture, $"http_requests_total{{code=\"200\"}} {good}")
                .AppendLine(CultureInfo.InvariantCulture, $"http_requests_total{{code=\"500\"}} {bad}")
                .ToString();
        }
    }

    public IEnumerable<RawSeries> Series(string name, DateTimeOffset time) =>
        ExpositionText.Read(Expose(name)).Samples!.Select(sample => new RawSeries(name, sample.Name, sample.Labels, [new RawSample(time, sample.Value)]));

    public static PodFacts Pod(string name, DateTimeOffset started) => new(name, name, "", true, started, [new ContainerFacts("main", 0, false)]);
}

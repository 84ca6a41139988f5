using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>The pods of both sides at one moment.</summary>
/// <param name="Candidate">The candidate's.</param>
/// <param name="Stable">Stable's; empty where none serves.</param>
internal sealed record PodsSeen(IReadOnlyList<PodFacts> Candidate, IReadOnlyList<PodFacts> Stable)
{
    /// <summary>When each pod began, for processes that do not say when they did.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Started =>
        All.Where(pod => pod.Started is not null).GroupBy(pod => pod.Name).ToDictionary(pod => pod.Key, pod => pod.First().Started!.Value);

    public IEnumerable<PodFacts> All => Candidate.Concat(Stable);

    /// <summary>What the watch knows; <see langword="null"/> while it does not know all of them: half of the pods compare with nothing.</summary>
    public static PodsSeen? Of(Lane lane, IStackWatch watch)
    {
        var stable = lane.Stable is { } id ? watch.Pods(id) : [];
        return watch.Pods(lane.CandidateId) is { } candidate && stable is not null ? new PodsSeen(candidate, stable) : null;
    }
}

using Sluice.Analysis;
using Sluice.Metrics.Counting;
using Sluice.Model.Gates;

namespace Sluice.Metrics.Judging;

/// <summary>From what each pod answered to what each side did.</summary>
internal sealed class SideCounts(GateDefinition gate)
{
    /// <summary>Bounds that every histogram had so far: a pod with other buckets must not change what is compared on the way.</summary>
    private double[]? _bounds;

    /// <param name="traffic">What pods answered since the look before.</param>
    /// <param name="pods">Which side they are on.</param>
    public Intake Sum(IReadOnlyList<PodTraffic> traffic, PodsSeen pods)
    {
        PodTraffic[] candidate = [.. Of(pods.Candidate.Select(pod => pod.Name).ToHashSet())];
        PodTraffic[] stable = [.. Of(pods.Stable.Select(pod => pod.Name).ToHashSet())];
        return new Intake
        {
            IsSettled = true,
            // Durations do not say what was bad, so they are no requests without errors.
            Errors = gate.Errors is null ? null : new Arms(Counted(candidate), Counted(stable)),
            Latency = gate.Latency is null ? null : Timed(candidate, stable),
        };

        IEnumerable<PodTraffic> Of(HashSet<string> names) => traffic.Where(pod => names.Contains(pod.Pod));
    }

    private static Counts Counted(IEnumerable<PodTraffic> pods) =>
        pods.Aggregate(default(Counts), (sum, pod) => sum + new Counts(pod.Requests, pod.Bad));

    private LatencyArms? Timed(PodTraffic[] candidate, PodTraffic[] stable)
    {
        foreach (var latency in candidate.Concat(stable).Select(pod => pod.Latency).OfType<Durations>())
        {
            _bounds = _bounds is null ? [.. latency.Bounds] : _bounds.SequenceEqual(latency.Bounds) ? _bounds : [.. _bounds.Intersect(latency.Bounds)];
        }

        return _bounds is { Length: > 0 } bounds ? new LatencyArms(bounds, Timed(candidate, bounds), Timed(stable, bounds)) : null;
    }

    private static Histogram Timed(IEnumerable<PodTraffic> pods, double[] bounds)
    {
        var sum = pods.Select(pod => pod.Latency).OfType<Durations>().Aggregate(Durations.None(bounds), (one, other) => one + other.Over(bounds));
        return new Histogram(sum.Requests, sum.Cumulative.ToArray());
    }
}

using Sluice.Analysis;
using Sluice.Metrics.Counting;

namespace Sluice.Metrics.Replays;

/// <summary>What single pods answered, interval by interval.</summary>
/// <param name="Rows">Rising in time.</param>
public sealed record PodRecording(IReadOnlyList<PodInterval> Rows)
{
    /// <summary>Names of the pods that answered anything, sorted.</summary>
    public IReadOnlyList<string> Pods => [.. Rows.SelectMany(row => row.Traffic).Where(traffic => traffic.Requests > 0 || traffic.Latency is { Requests: > 0 }).Select(traffic => traffic.Pod).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The same as a comparison of two sides.</summary>
    /// <param name="isCandidate">Which side a pod is on; <see langword="null"/> for none.</param>
    public Recording Split(Func<string, bool?> isCandidate)
    {
        // Bounds are compared over the whole recording: one pod with other buckets must not change them on the way.
        var all = Rows.SelectMany(row => row.Traffic).Where(traffic => traffic.Latency is not null && isCandidate(traffic.Pod) is not null).Select(traffic => traffic.Latency!.Bounds);
        double[] bounds = [.. all.Aggregate((IEnumerable<double>?)null, (common, next) => common is null ? next : common.Intersect(next)) ?? []];
        return new Recording([.. Rows.Select(row => new RecordedInterval(row.Seconds, new Arms(Counted(row, true), Counted(row, false)), bounds.Length == 0 ? null : Timed(row)))]);

        Counts Counted(PodInterval row, bool candidate) =>
            row.Traffic.Where(traffic => isCandidate(traffic.Pod) == candidate).Aggregate(default(Counts), (sum, traffic) => sum + traffic.Counts);

        LatencyArms? Timed(PodInterval row) => new LatencyArms(bounds, Durations(row, true), Durations(row, false));

        Histogram Durations(PodInterval row, bool candidate)
        {
            var sum = row.Traffic
                .Where(traffic => isCandidate(traffic.Pod) == candidate)
                .Select(traffic => traffic.Latency).OfType<Durations>()
                .Aggregate(Counting.Durations.None(bounds), (one, other) => one + other.Over(bounds));
            return new Histogram(sum.Requests, sum.Cumulative.ToArray());
        }
    }
}

/// <summary>What pods answered since the row before.</summary>
/// <param name="Seconds">When it ended, since the recording began.</param>
/// <param name="Traffic">By pod; those that said nothing are not in it.</param>
public sealed record PodInterval(double Seconds, IReadOnlyList<PodTraffic> Traffic);

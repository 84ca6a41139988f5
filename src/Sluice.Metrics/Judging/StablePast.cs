using Sluice.Analysis;
using Sluice.Analysis.Evidence;
using Sluice.Metrics.Counting;
using Sluice.Metrics.Prometheus;
using Sluice.Metrics.Replays;
using Sluice.Model.Gates;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>How stable behaved before the rollout, from a source that remembers it.</summary>
internal static class StablePast
{
    /// <summary>Half an hour is the least that traits are fitted to; a little more for what lies at its edges.</summary>
    public static TimeSpan Window { get; } = TimeSpan.FromMinutes(40);

    /// <summary>What is known; <see langword="null"/> where nothing is. Never throws but for cancellation.</summary>
    /// <param name="gate">Says what is counted.</param>
    /// <param name="source">Where it is read.</param>
    /// <param name="question">The pods of stable; the metrics are the gate's.</param>
    /// <param name="now">End of the window.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<GateHistory?> ReadAsync(EvidenceGate gate, IMetricsSource source, MetricsQuestion question, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var from = now - Window;
        var counter = new TrafficCounter(gate.Errors, gate.Latency, from, gate.WarmUp);
        var (recording, _) = await PrometheusHistory.ReadAsync(source, question with { Names = counter.Names }, counter, from, now, BaselineFit.Block, cancellationToken).ConfigureAwait(false);
        return recording is { Pods.Count: > 0 } ? Of(gate, recording) : null;
    }

    internal static GateHistory Of(EvidenceGate gate, PodRecording recording)
    {
        var pods = recording.Pods;
        var errors = Blocks(recording, pods, traffic => gate.Errors is null ? default : new Counts(traffic.Requests, traffic.Bad));
        var durations = recording.Rows.SelectMany(row => row.Traffic).Select(traffic => traffic.Latency).OfType<Durations>().ToList();
        double[] bounds = [.. durations.Select(one => one.Bounds).Aggregate((IEnumerable<double>?)null, (common, next) => common is null ? next : common.Intersect(next)) ?? []];
        var latency = durations.Aggregate(Durations.None(bounds), (sum, one) => sum + one.Over(bounds));
        return new GateHistory
        {
            Errors = errors.SelectMany(block => block).Aggregate(default(Counts), (sum, one) => sum + one),
            ErrorTraits = BaselineFit.Of(errors),
            Bounds = bounds,
            Latency = new Histogram(latency.Requests, latency.Cumulative.ToArray()),
            LatencyTraits = [.. bounds.Select((_, index) => BaselineFit.Of(Blocks(recording, pods, traffic => SlowerThan(traffic, bounds, index))) ?? s_unknown)],
        };
    }

    /// <summary>Of a bound that no answer exceeded, or that was watched too shortly: clusters as large as where nothing is known.</summary>
    private static readonly BaselineTraits s_unknown = new(Phi: 1, OverDispersion.KappaWithoutHistory, Tau: 0, Autocorrelation: 0);

    private static Counts SlowerThan(PodTraffic traffic, double[] bounds, int index)
    {
        if (traffic.Latency is not { } latency)
        {
            return default;
        }

        var over = latency.Over(bounds);
        return new Counts(over.Requests, over.Requests - over.Cumulative[index]);
    }

    /// <summary>For each row the counts of every pod, always in the same order.</summary>
    private static List<IReadOnlyList<Counts>> Blocks(PodRecording recording, IReadOnlyList<string> pods, Func<PodTraffic, Counts> counted) =>
    [
        .. recording.Rows.Select(row =>
        {
            var byPod = row.Traffic.ToLookup(traffic => traffic.Pod);
            return (IReadOnlyList<Counts>)[.. pods.Select(pod => byPod[pod].Aggregate(default(Counts), (sum, traffic) => sum + counted(traffic)))];
        }),
    ];
}

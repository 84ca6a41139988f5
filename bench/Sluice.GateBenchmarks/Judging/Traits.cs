using Sluice.Analysis;
using Sluice.Analysis.Evidence;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>What our gate is told about the baseline before the rollout, by the product's own fit.</summary>
internal static class Traits
{
    public static GateHistory? Of(History history, IReadOnlyList<double> bounds)
    {
        if (history.Requests.Length == 0)
        {
            return null;
        }

        return new GateHistory
        {
            Errors = new Counts(history.TotalRequests, history.TotalBad),
            ErrorTraits = BaselineFit.Of(
                [.. history.Requests.Zip(history.Bad, (requests, bad) => requests.Zip(bad, (all, failed) => new Counts(all, failed)).ToArray())]),
            Bounds = bounds,
            Latency = Cumulative(history.Buckets),

            // Latencies are simulated independently, and drawn per pod they would show it.
            LatencyTraits = [.. bounds.Select(_ => new BaselineTraits(1, OverDispersion.Kappa(1, history.Requests.Length), 0, 0))],
        };
    }

    private static Histogram Cumulative(long[] buckets)
    {
        var sum = 0.0;
        double[] cumulative = [.. buckets.Take(Math.Max(0, buckets.Length - 1)).Select(bucket => sum += bucket)];
        return new Histogram(buckets.Sum(), cumulative);
    }
}

using Sluice.Analysis;
using Sluice.Analysis.Evidence;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>What our gate is told about the baseline before the rollout.</summary>
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
            ErrorTraits = OfErrors(history),
            Bounds = bounds,
            Latency = Cumulative(history.Buckets),

            // Latencies are simulated independently, and drawn per pod they would show it.
            LatencyTraits = [.. bounds.Select(_ => new BaselineTraits(1, OverDispersion.Kappa(1, history.Requests.Length), 0, 0))],
        };
    }

    private static BaselineTraits OfErrors(History history)
    {
        List<Counts[]> blocks =
            [.. history.Requests.Zip(history.Bad, (requests, bad) => requests.Zip(bad, (all, failed) => new Counts(all, failed)).ToArray())];
        var phi = OverDispersion.Phi(blocks) ?? 1;
        return new BaselineTraits(phi, OverDispersion.Kappa(phi, blocks.Count), Tau: 0, Autocorrelation(history));
    }

    /// <summary>
    /// Of neighbouring minutes' shares of bad requests in one half of the pods. What lies within twice its standard error (0.18 for
    /// half an hour) is taken for none, or three short histories in ten would double the blocks by chance.
    /// </summary>
    private static double Autocorrelation(History history)
    {
        var pods = history.Bad[0].Length / 2;
        double[] shares = [.. history.Bad.Where(block => block.Sum() > 0).Select(block => (double)block.Take(pods).Sum() / block.Sum())];
        if (shares.Length < 3)
        {
            return 0;
        }

        var mean = shares.Average();
        var square = shares.Sum(share => (share - mean) * (share - mean));
        var product = shares.Zip(shares.Skip(1), (one, next) => (one - mean) * (next - mean)).Sum();
        var correlation = square > 0 ? product / square : 0;
        return Math.Abs(correlation) > 2 / Math.Sqrt(shares.Length) ? correlation : 0;
    }

    private static Histogram Cumulative(long[] buckets)
    {
        var sum = 0.0;
        double[] cumulative = [.. buckets.Take(Math.Max(0, buckets.Length - 1)).Select(bucket => sum += bucket)];
        return new Histogram(buckets.Sum(), cumulative);
    }
}

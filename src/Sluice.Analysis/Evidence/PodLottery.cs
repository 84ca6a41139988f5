namespace Sluice.Analysis.Evidence;

/// <summary>Pods differ for reasons other than the version: a slow node, a hot shard. With few pods that looks like a difference of versions.</summary>
public static class PodLottery
{
    /// <summary>Spread of the logarithms of the pods' rates beyond what chance does, τ̂; 0 where it cannot be told.</summary>
    /// <param name="pods">Each pod's totals.</param>
    /// <param name="phi">Over-dispersion of their bad requests: clusters spread the pods as chance does, only φ̂ times as much.</param>
    public static double Tau(IReadOnlyList<Counts> pods, double phi = 1)
    {
        var serving = pods.Where(pod => pod.Requests > 0).ToArray();
        var mean = serving.Length == 0 ? 0 : serving.Average(pod => pod.Rate);
        if (serving.Length < 2 || mean <= 0)
        {
            return 0;
        }

        var variance = serving.Sum(pod => (pod.Rate - mean) * (pod.Rate - mean)) / (serving.Length - 1);
        var chance = Math.Max(1, phi) * serving.Average(pod => 1 / (pod.Requests * mean));
        return Math.Sqrt(Math.Log(1 + Math.Max(0, (variance / (mean * mean)) - chance)));
    }

    /// <summary>The ratio of rates that pods alone reach in one of a hundred draws; 1 where the numbers of pods are unknown.</summary>
    public static double Rho0(double tau, int candidatePods, int baselinePods) => candidatePods <= 0 || baselinePods <= 0
        ? 1
        : Math.Exp(2.33 * tau * Math.Sqrt((1.0 / candidatePods) + (1.0 / baselinePods)));
}

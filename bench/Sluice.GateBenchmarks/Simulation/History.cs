namespace Sluice.GateBenchmarks.Simulation;

/// <summary>The baseline before the rollout, per block of a minute and per pod.</summary>
/// <param name="Requests">[block][pod]</param>
/// <param name="Bad">[block][pod]</param>
/// <param name="Buckets">All pods and blocks together, not cumulative; empty without latencies.</param>
internal sealed record History(long[][] Requests, long[][] Bad, long[] Buckets)
{
    public const double BlockSeconds = 60;

    public long TotalRequests => Requests.Sum(block => block.Sum());

    public long TotalBad => Bad.Sum(block => block.Sum());
}

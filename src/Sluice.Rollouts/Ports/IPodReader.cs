using Sluice.Rollouts.Metrics;

namespace Sluice.Rollouts.Ports;

/// <summary>Reads the pods behind a Service, whether ready or not.</summary>
public interface IPodReader
{
    /// <summary>The pods that the Service's selector names; without those that are going.</summary>
    Task<ClusterResult<IReadOnlyList<PodFacts>>> ReadAsync(string ns, string service, CancellationToken cancellationToken);
}

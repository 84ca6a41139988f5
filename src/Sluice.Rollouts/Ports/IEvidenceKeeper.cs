using Sluice.Rollouts.Evidence;

namespace Sluice.Rollouts.Ports;

/// <summary>A place where evidence is kept: in the cluster, on this machine.</summary>
public interface IEvidenceKeeper
{
    /// <summary>Keeps evidence under the number of the release that failed. Answers with the place, in words for people.</summary>
    Task<ClusterResult<string>> KeepAsync(int release, EvidenceBundle bundle, CancellationToken cancellationToken);
}

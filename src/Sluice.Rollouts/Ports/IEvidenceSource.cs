using Sluice.Rollouts.Evidence;

namespace Sluice.Rollouts.Ports;

/// <summary>Reads what pods that do not serve show: logs, the previous container's too, states, events.</summary>
public interface IEvidenceSource
{
    /// <summary>Reads as much as it can get; <see langword="null"/> when there is nothing to see. Failures are part of the texts.</summary>
    Task<EvidenceBundle?> CollectAsync(EvidenceRequest request, CancellationToken cancellationToken);
}

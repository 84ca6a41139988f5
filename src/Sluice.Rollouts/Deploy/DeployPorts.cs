using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Deploy;

/// <summary>What a deploy or a return needs from outside.</summary>
public sealed record DeployPorts(
    IClusterObjects Objects,
    IReadiness Readiness,
    ILedger Ledger,
    IServiceHttp ServiceHttp,
    IDeployObserver Observer)
{
    public required IReleaseStore Releases { get; init; }

    public required IOwnedObjects Owned { get; init; }

    public required IServiceStateReader Status { get; init; }

    public required IEvidenceSource Evidence { get; init; }

    /// <summary>Where evidence is kept; may be empty.</summary>
    public IReadOnlyList<IEvidenceKeeper> Keepers { get; init; } = [];
}

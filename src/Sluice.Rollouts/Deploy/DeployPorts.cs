using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Deploy;

/// <summary>What a deploy needs from outside.</summary>
public sealed record DeployPorts(
    IClusterObjects Objects,
    IReadiness Readiness,
    ILedger Ledger,
    IServiceHttp ServiceHttp,
    IDeployObserver Observer);

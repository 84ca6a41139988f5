using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>What a rollout needs from outside.</summary>
/// <param name="Deploy">What every deploy needs.</param>
/// <param name="Stacks">Makes, sizes and removes stacks.</param>
/// <param name="Watcher">Follows stacks and pointers.</param>
/// <param name="Traffic">Moves pointers.</param>
/// <param name="Journal">The record.</param>
/// <param name="Signals">What people ask for.</param>
/// <param name="Gates">Gates that look.</param>
/// <param name="Jobs">Smoke tests and hooks.</param>
public sealed record RolloutPorts(
    DeployPorts Deploy,
    IStacks Stacks,
    IStackWatcher Watcher,
    ITraffic Traffic,
    IRolloutJournal Journal,
    ISignalBox Signals,
    IGateDesks Gates,
    IRolloutJobs Jobs);

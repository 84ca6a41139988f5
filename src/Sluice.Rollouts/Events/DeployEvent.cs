using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Events;

/// <summary>Something that happened during a deploy. The closed list is this file.</summary>
public abstract record DeployEvent
{
    private DeployEvent()
    {
    }

    /// <summary>The objects are being checked by the server; nothing has changed yet.</summary>
    public sealed record Validating(int Objects) : DeployEvent;

    /// <summary>The server accepts all of them.</summary>
    public sealed record Validated(int Created, int Configured, int Unchanged) : DeployEvent;

    public sealed record ObjectApplied(ObjectChange Change) : DeployEvent;

    public sealed record WaitingForReady(int Level, IReadOnlyList<string> Services) : DeployEvent;

    /// <summary>Replica counts of a service moved.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Ready">New pods that serve.</param>
    /// <param name="Updated">New pods that exist.</param>
    /// <param name="Desired">Pods wanted.</param>
    public sealed record Progress(string Service, int Ready, int Updated, int Desired) : DeployEvent;

    /// <summary>A pod of the new revision entered another state.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Pod">The pod.</param>
    /// <param name="State">In kubectl's words: <c>Pending</c>, <c>ContainerCreating</c>, <c>Running</c>, <c>Ready</c>, <c>CrashLoopBackOff</c>, …</param>
    /// <param name="Detail">The cluster's message; may be empty.</param>
    public sealed record PodChanged(string Service, string Pod, string State, string Detail) : DeployEvent;

    /// <summary>A service serves.</summary>
    public sealed record ServiceReady(string Service, TimeSpan Elapsed) : DeployEvent;

    /// <summary>A service will not become ready.</summary>
    public sealed record ServiceFailed(ReadinessFailure Failure) : DeployEvent;

    /// <summary>A line from the log of a failing container.</summary>
    public sealed record LogLine(string Service, string Pod, string Text) : DeployEvent;

    /// <summary>A service answered through its Service object.</summary>
    public sealed record SmokeChecked(ServiceAddress Address, int Status) : DeployEvent;

    /// <summary>The connection to the API server broke and is being restored.</summary>
    public sealed record Reconnecting(string What, string Why) : DeployEvent;

    public sealed record Recorded(LedgerEntry Entry) : DeployEvent;

    /// <summary>The release did not serve, and an earlier one is on its way back.</summary>
    public sealed record Returning(LedgerEntry Target) : DeployEvent;

    /// <summary>All new requests go to these stacks, read back.</summary>
    /// <param name="Stacks">Names of their Deployments.</param>
    /// <param name="Elapsed">Since the return began.</param>
    public sealed record Switched(IReadOnlyList<string> Stacks, TimeSpan Elapsed) : DeployEvent;

    /// <summary>An object of an earlier release went, or was to go.</summary>
    public sealed record Removed(RemovedObject Item) : DeployEvent;

    /// <summary>A decision changed something in the rollout.</summary>
    public sealed record RolloutChanged(RolloutEvent Event) : DeployEvent;

    /// <summary>The rollout as it stands: at a change, else at most twice a second.</summary>
    public sealed record RolloutSeen(RolloutPicture Picture) : DeployEvent;

    /// <summary>Something that does not stop the deploy and should be seen.</summary>
    public sealed record Notice(string Text) : DeployEvent;
}

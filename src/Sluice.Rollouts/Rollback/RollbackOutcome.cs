using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Status;

namespace Sluice.Rollouts.Rollback;

/// <summary>How going back to an earlier release ended. The closed list is this file.</summary>
public abstract record RollbackOutcome
{
    private RollbackOutcome()
    {
    }

    /// <summary>Places where evidence of pods that did not serve is kept, in words for people.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The earlier release serves.</summary>
    /// <param name="Target">The release.</param>
    /// <param name="Changes">What was created or configured; empty when it served already.</param>
    /// <param name="Services">Where each service is reached.</param>
    /// <param name="NotRestored">Secrets of the release that have no name of their own content, and so are as the newest deploy left them.</param>
    /// <param name="Elapsed">From the start of the return.</param>
    public sealed record Back(
        LedgerEntry Target,
        IReadOnlyList<ObjectChange> Changes,
        IReadOnlyList<ServiceAddress> Services,
        IReadOnlyList<ManifestObject> NotRestored,
        TimeSpan Elapsed) : RollbackOutcome;

    /// <summary>There is nothing to go back to; nothing was changed.</summary>
    public sealed record Refused(TargetChoice.None Choice) : RollbackOutcome;

    /// <summary>The earlier release does not serve.</summary>
    /// <param name="Target">The release.</param>
    /// <param name="Problem">What stopped it.</param>
    /// <param name="Serving">What the services look like now; empty when the cluster did not tell.</param>
    public sealed record Failed(LedgerEntry Target, DeployOutcome Problem, IReadOnlyList<ServiceState> Serving) : RollbackOutcome;

    /// <summary>The ledger could not be read; nothing was changed.</summary>
    public sealed record Unreadable(IReadOnlyList<ClusterProblem> Problems) : RollbackOutcome;

    /// <summary>The user or the CI ended it.</summary>
    public sealed record Interrupted(LedgerEntry Target, IReadOnlyList<ObjectChange> Changes) : RollbackOutcome;
}

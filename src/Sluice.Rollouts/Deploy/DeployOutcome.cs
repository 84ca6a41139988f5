using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Deploy;

/// <summary>How a deploy ended. The closed list is this file.</summary>
public abstract record DeployOutcome
{
    private DeployOutcome()
    {
    }

    /// <summary>Places where evidence of a failure is kept, in words for people.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Why no earlier release came back by itself after a failure; empty where that is no question.</summary>
    public string WhyNoReturn { get; init; } = "";

    /// <summary>The new release serves.</summary>
    /// <param name="Changes">What was created or configured, in the order it was applied.</param>
    /// <param name="Services">Where each service is reached.</param>
    /// <param name="Entry">The ledger's record; null when it could not be written (a notice said so).</param>
    /// <param name="Elapsed">From the start of the deploy.</param>
    public sealed record Deployed(IReadOnlyList<ObjectChange> Changes, IReadOnlyList<ServiceAddress> Services, LedgerEntry? Entry, TimeSpan Elapsed) : DeployOutcome;

    /// <summary>The cluster already has exactly this, and it serves.</summary>
    public sealed record Unchanged(IReadOnlyList<ServiceAddress> Services, TimeSpan Elapsed) : DeployOutcome;

    /// <summary>The server refuses objects. Nothing was changed, unless <paramref name="Changes"/> says what.</summary>
    public sealed record Rejected(IReadOnlyList<ClusterProblem> Problems, IReadOnlyList<ObjectChange> Changes) : DeployOutcome;

    /// <summary>What would be done is not what was approved. Nothing was changed.</summary>
    /// <param name="Differences">Which objects and fields, a line each.</param>
    public sealed record Drifted(IReadOnlyList<string> Differences) : DeployOutcome;

    /// <summary>A service did not become ready.</summary>
    /// <param name="Failures">Why, per service.</param>
    /// <param name="Deadline">Set when the deadline passed without a definite failure.</param>
    /// <param name="ChangedServices">Services whose workload this deploy changed.</param>
    /// <param name="StillServing">Changed services whose previous pods keep serving, as the rolling update holds them.</param>
    public sealed record NotReady(
        IReadOnlyList<ReadinessFailure> Failures,
        TimeSpan? Deadline,
        IReadOnlyList<string> ChangedServices,
        IReadOnlyList<string> StillServing) : DeployOutcome;

    /// <summary>The cluster could not be asked or did not do what it was asked.</summary>
    public sealed record Infrastructure(IReadOnlyList<ClusterProblem> Problems, IReadOnlyList<ObjectChange> Changes) : DeployOutcome;

    /// <summary>The user or the CI ended it.</summary>
    public sealed record Interrupted(IReadOnlyList<ObjectChange> Changes) : DeployOutcome;

    /// <summary>The release failed after it had changed something, and the earlier one was to come back.</summary>
    /// <param name="Failure">What happened to the release.</param>
    /// <param name="Entry">The ledger's record of that; null when it could not be written (a notice said so).</param>
    /// <param name="Return">How going back ended.</param>
    public sealed record Returned(DeployOutcome Failure, LedgerEntry? Entry, RollbackOutcome Return) : DeployOutcome;
}

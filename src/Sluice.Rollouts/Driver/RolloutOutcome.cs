using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>How a rollout, or going on with one, ended. The closed list is this file.</summary>
public abstract record RolloutOutcome
{
    private RolloutOutcome()
    {
    }

    /// <summary>Where evidence was kept, in words for people.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>Everything serves.</summary>
    /// <param name="Record">The rollout.</param>
    /// <param name="Entry">The ledger's record; null when it could not be written (a notice said so).</param>
    /// <param name="Addresses">Where the services are reached.</param>
    /// <param name="Elapsed">Since this process began.</param>
    public sealed record Succeeded(RolloutRecord Record, LedgerEntry? Entry, IReadOnlyList<ServiceAddress> Addresses, TimeSpan Elapsed) : RolloutOutcome
    {
        /// <summary>Until when the first of the stacks that served before stays warm; null where none does, or all do until the next release.</summary>
        public DateTimeOffset? WarmUntil { get; init; }
    }

    /// <summary>No service has a new revision: what else changed was applied in place.</summary>
    /// <param name="Changes">What was really created or configured; may be empty.</param>
    /// <param name="Entry">The ledger's record; null where nothing was to be recorded.</param>
    /// <param name="Addresses">Where the services are reached.</param>
    /// <param name="Elapsed">Since this process began.</param>
    public sealed record InPlace(IReadOnlyList<ObjectChange> Changes, LedgerEntry? Entry, IReadOnlyList<ServiceAddress> Addresses, TimeSpan Elapsed) : RolloutOutcome;

    /// <summary>What served before serves again.</summary>
    /// <param name="Record">The rollout; its reason says why.</param>
    /// <param name="Entry">The ledger's record; null when it could not be written.</param>
    /// <param name="TrafficBack">From the decision to the moment when weight 0 was read back everywhere; null when this process did not see it.</param>
    public sealed record RolledBack(RolloutRecord Record, LedgerEntry? Entry, TimeSpan? TrafficBack) : RolloutOutcome;

    /// <summary>Going back failed for a service: its traffic is where it is served.</summary>
    /// <param name="Record">The rollout.</param>
    /// <param name="Entry">The ledger's record; null when it could not be written.</param>
    public sealed record Stranded(RolloutRecord Record, LedgerEntry? Entry) : RolloutOutcome;

    /// <summary>The process was told to end; the rollout can be resumed or aborted.</summary>
    /// <param name="Record">The rollout.</param>
    /// <param name="IsTakenBack">Whether it was read back that no candidate that is not promoted has weight.</param>
    public sealed record Suspended(RolloutRecord Record, bool IsTakenBack) : RolloutOutcome;

    /// <summary>The cluster refuses objects, so nothing was applied.</summary>
    public sealed record Refused(IReadOnlyList<ClusterProblem> Problems) : RolloutOutcome;

    /// <summary>It would do something else than what was approved; nothing was applied.</summary>
    public sealed record Drifted(IReadOnlyList<string> Differences) : RolloutOutcome;

    /// <summary>The cluster could not be asked or did not do what it was asked, or the lock was lost.</summary>
    /// <param name="Problems">What went wrong; at least one.</param>
    /// <param name="Record">The rollout, if one had begun; it can be resumed or aborted.</param>
    public sealed record Infrastructure(IReadOnlyList<ClusterProblem> Problems, RolloutRecord? Record) : RolloutOutcome;
}

using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Rollback;

/// <summary>Going back to an earlier release of an environment.</summary>
public sealed record RollbackRequest
{
    /// <summary>The environment's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Who asks for it, for the ledger.</summary>
    public required string Author { get; init; }

    /// <summary>Number or version of the release; null for the one before.</summary>
    public string? To { get; init; }

    /// <summary>Why, for the ledger: <c>RollbackStage</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>How long the workloads of one level may take; more than zero.</summary>
    public required TimeSpan ReadyDeadline { get; init; }

    /// <summary>Sets of revisions that are passed over where <see cref="To"/> names no release, as <c>AdmissionSubject.Revisions</c> name them.</summary>
    public IReadOnlySet<string> OnHold { get; init; } = new HashSet<string>();

    /// <summary>Whether traffic is switched as soon as the earlier stack has one ready pod.</summary>
    public bool Now { get; init; }

    /// <summary>Makes this run the driver of a rollout that is under way, which is ended first.</summary>
    public Func<RolloutRecord, RolloutRecord> Adopt { get; init; } = record => record;

    /// <summary>How many releases one can go back to; at least 1.</summary>
    public int HistoryLimit { get; init; } = EnvironmentDefaults.History;
}

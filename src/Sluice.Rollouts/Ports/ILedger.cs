using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Ports;

/// <summary>The environment's list of releases with their outcomes, kept in the cluster.</summary>
public interface ILedger
{
    /// <summary>All entries, newest last; empty when nothing was recorded yet.</summary>
    Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Adds an entry and gives it the next number. Safe against others who append at the same time.</summary>
    Task<ClusterResult<LedgerEntry>> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken);

    /// <summary>Puts an entry in the place of the one with its number; appends it when that was forgotten meanwhile.</summary>
    Task<ClusterResult<LedgerEntry>> ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken);
}

using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Rollback;

/// <summary>Reads the ledger together with what the store still has of it.</summary>
internal static class RollbackHistory
{
    public static async Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(DeployPorts ports, CancellationToken cancellationToken)
    {
        Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ledger = ports.Ledger.ReadAsync(cancellationToken);
        ClusterResult<IReadOnlySet<string>> keys = await ports.Releases.KeysAsync(cancellationToken).ConfigureAwait(false);
        ClusterResult<IReadOnlyList<LedgerEntry>> entries = await ledger.ConfigureAwait(false);
        if (!entries.Succeeded(out IReadOnlyList<LedgerEntry>? known))
        {
            return entries;
        }

        return keys.Succeeded(out IReadOnlySet<string>? stored)
            ? ClusterResult<IReadOnlyList<LedgerEntry>>.Ok(RollbackTargets.StillStored(known, stored))
            : ClusterResult<IReadOnlyList<LedgerEntry>>.Failed(keys.Problems);
    }
}

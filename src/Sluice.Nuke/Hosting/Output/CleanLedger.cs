using Sluice.Rollouts;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>A ledger whose reasons hold no secrets: a reason quotes what a pod or the cluster said.</summary>
internal sealed class CleanLedger(ILedger inner, Func<string, string> clean) : ILedger
{
    public Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(CancellationToken cancellationToken) => inner.ReadAsync(cancellationToken);

    public Task<ClusterResult<LedgerEntry>> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken) => inner.AppendAsync(Clean(entry), cancellationToken);

    public Task<ClusterResult<LedgerEntry>> ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken) => inner.ReplaceAsync(Clean(entry), cancellationToken);

    private LedgerEntry Clean(LedgerEntry entry) => entry with { Reason = clean(entry.Reason) };
}

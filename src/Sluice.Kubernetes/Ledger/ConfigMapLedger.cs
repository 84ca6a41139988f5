using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Documents;
using Sluice.Rollouts;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Ledger;

/// <summary>The ledger in the ConfigMap <c>sluice-ledger</c> of the environment's namespace.</summary>
public sealed class ConfigMapLedger(ApiClient client, string ns, TimeProvider time) : ILedger
{
    /// <summary>Name of the ConfigMap.</summary>
    public const string Name = "sluice-ledger";

    /// <summary>The key in it.</summary>
    public const string Key = "entries.json";

    private readonly ConfigMapText text = new(client, ns, Name, Key, time);

    public async Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(CancellationToken cancellationToken)
    {
        ClusterResult<string> read = await text.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out string? entries))
        {
            return ClusterResult<IReadOnlyList<LedgerEntry>>.Failed(read.Problems);
        }

        return LedgerDocument.Read(entries) is { } known
            ? ClusterResult<IReadOnlyList<LedgerEntry>>.Ok(known)
            : ClusterResult<IReadOnlyList<LedgerEntry>>.Failed(text.Unreadable());
    }

    public Task<ClusterResult<LedgerEntry>> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync(entries => LedgerDocument.Append(entries, entry), cancellationToken);

    public Task<ClusterResult<LedgerEntry>> ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken) => ChangeAsync(
        entries => LedgerDocument.Replace(entries, entry) is { } replaced ? (entry, replaced) : LedgerDocument.Append(entries, entry),
        cancellationToken);

    private async Task<ClusterResult<LedgerEntry>> ChangeAsync(
        Func<IReadOnlyList<LedgerEntry>, (LedgerEntry Stored, string Text)> change, CancellationToken cancellationToken)
    {
        LedgerEntry? stored = null;
        ClusterProblem? problem = await text.ChangeAsync(Change, cancellationToken).ConfigureAwait(false);
        return problem is null ? ClusterResult<LedgerEntry>.Ok(stored!) : ClusterResult<LedgerEntry>.Failed(problem);

        string? Change(string current)
        {
            if (LedgerDocument.Read(current) is not { } entries)
            {
                return null;
            }

            (stored, string changed) = change(entries);
            return changed;
        }
    }
}

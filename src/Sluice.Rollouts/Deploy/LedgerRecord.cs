using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Deploy;

/// <summary>
/// The line of one attempt in the ledger: begun before the first change, so that a killed run leaves its intent and its objects
/// behind, and ended with the outcome. A ledger or store that refuses is a notice: it does not keep a release from serving.
/// </summary>
internal sealed class LedgerRecord(DeployPorts ports)
{
    private LedgerEntry? begun;
    private string stored = "";

    /// <summary>Under which key the objects are stored; empty while they are not.</summary>
    public string Stored => stored;

    /// <summary>The number in the ledger; 0 while there is none.</summary>
    public int Number => begun?.Number ?? 0;

    /// <summary>Keeps the objects of a release, so that one can come back to it and clean up after it.</summary>
    public async Task StoreAsync(StoredRelease release, CancellationToken cancellationToken)
    {
        ClusterResult<string> put = await ports.Releases.PutAsync(release, cancellationToken).ConfigureAwait(false);
        if (put.Succeeded(out string? key))
        {
            stored = key;
            return;
        }

        ports.Observer.On(new DeployEvent.Notice($"There will be no way back to this release, as its objects could not be stored: {put.Problems[0].What}"));
    }

    /// <summary>Writes down what is about to happen.</summary>
    public async Task BeginAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        LedgerEntry first = entry with { Stored = stored.Length == 0 ? entry.Stored : stored, Outcome = LedgerOutcome.Running };
        begun = (await ports.Ledger.AppendAsync(first, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Takes up a line that another run began.</summary>
    public void Resume(LedgerEntry entry) => (begun, stored) = (entry, entry.Stored);

    /// <summary>Writes down what happened. Answers with the entry; null when it could not be written.</summary>
    public async Task<LedgerEntry?> EndAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        LedgerEntry last = entry with { Stored = stored.Length == 0 ? entry.Stored : stored, Number = Number };
        ClusterResult<LedgerEntry> written = begun is null
            ? await ports.Ledger.AppendAsync(last, cancellationToken).ConfigureAwait(false)
            : await ports.Ledger.ReplaceAsync(last, cancellationToken).ConfigureAwait(false);
        if (written.Succeeded(out LedgerEntry? recorded))
        {
            begun = recorded;
            ports.Observer.On(new DeployEvent.Recorded(recorded));
            return recorded;
        }

        ports.Observer.On(new DeployEvent.Notice($"The ledger could not be written: {written.Problems[0].What}"));
        return null;
    }
}

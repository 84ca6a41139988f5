using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Releases;

/// <summary>After a success: deletes what earlier releases left behind, and forgets releases beyond the history's limit.</summary>
internal sealed class CleanUp(DeployPorts ports)
{
    /// <summary>Never stops a release that serves: what cannot be done is a notice, and the next success tries again.</summary>
    /// <param name="serving">The release that serves.</param>
    /// <param name="historyLimit">How many releases one can go back to.</param>
    /// <param name="ns">The environment's namespace.</param>
    /// <param name="cancellationToken">Leaves the rest to the next success.</param>
    public async Task RunAsync(StoredRelease serving, int historyLimit, string ns, CancellationToken cancellationToken)
    {
        try
        {
            await CleanAsync(serving, historyLimit, ns, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Notice("Cleaning up after earlier releases was interrupted; the next success goes on with it.");
        }
    }

    private async Task CleanAsync(StoredRelease serving, int historyLimit, string ns, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<LedgerEntry>> ledger = await ports.Ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        ClusterResult<IReadOnlySet<string>> keys = await ports.Releases.KeysAsync(cancellationToken).ConfigureAwait(false);
        if (!ledger.Succeeded(out IReadOnlyList<LedgerEntry>? entries) || !keys.Succeeded(out IReadOnlySet<string>? known))
        {
            Notice($"What earlier releases left behind stays: {ledger.Problems.Concat(keys.Problems).First().What}");
            return;
        }

        IReadOnlyList<StoredRelease> others = await ReadAsync(known.Except([serving.Key]), cancellationToken).ConfigureAwait(false);
        IReadOnlySet<string> reachable = RollbackTargets.Reachable(entries, historyLimit);
        IReadOnlySet<string> underWay = UnderWay(entries);
        IReadOnlyList<ManifestObject> wanted = [.. serving.Objects, .. others.Where(r => underWay.Contains(r.Key)).SelectMany(r => r.Objects)];
        IReadOnlyList<RemovedObject> removed = await ports.Owned.RemoveAsync(Leftovers.Find(wanted, others, reachable, ns), cancellationToken).ConfigureAwait(false);
        foreach (RemovedObject one in removed)
        {
            ports.Observer.On(new DeployEvent.Removed(one));
        }

        // While something is left of them, forgetting them would leave it for ever.
        string[] beyond = [.. others.Select(r => r.Key).Where(k => !reachable.Contains(k) && !underWay.Contains(k))];
        if (beyond.Length > 0 && removed.All(r => r.Result != Removal.Failed))
        {
            foreach (ClusterProblem problem in await ports.Releases.ForgetAsync(beyond, cancellationToken).ConfigureAwait(false))
            {
                Notice($"An old release could not be forgotten: {problem.What}");
            }
        }
    }

    private async Task<IReadOnlyList<StoredRelease>> ReadAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        ClusterResult<StoredRelease>[] reads = await Task.WhenAll(keys.Select(k => ports.Releases.GetAsync(k, cancellationToken))).ConfigureAwait(false);
        foreach (ClusterProblem problem in reads.SelectMany(r => r.Problems))
        {
            Notice(problem.What);
        }

        return [.. reads.Select(r => r.Value).OfType<StoredRelease>()];
    }

    // Someone else's rollout at this moment, as far as the ledger tells.
    private static HashSet<string> UnderWay(IReadOnlyList<LedgerEntry> entries) =>
        [.. entries.Reverse().TakeWhile(e => e.Outcome != LedgerOutcome.Succeeded).Where(e => e.Outcome == LedgerOutcome.Running).Select(e => e.Stored)];

    private void Notice(string text) => ports.Observer.On(new DeployEvent.Notice(text));
}

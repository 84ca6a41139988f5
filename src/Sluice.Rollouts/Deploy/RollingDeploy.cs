using Sluice.Manifests;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Deploy;

/// <summary>
/// Deploys by rolling updates in place: checks everything, writes down what it is about to do, applies level by level, waits until
/// each level serves, asks every service one question, writes the ledger and clears what earlier releases left. When that fails
/// after something was changed, the earlier release comes back.
/// </summary>
public sealed class RollingDeploy(DeployPorts ports, TimeProvider time)
{
    private static readonly TimeSpan LastWordsTime = TimeSpan.FromSeconds(3);

    /// <summary>Runs to an outcome; a cancelled token gives <see cref="DeployOutcome.Interrupted"/>, not an exception.</summary>
    public async Task<DeployOutcome> RunAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = time.GetUtcNow();
        var run = new DeployRun(ports, request, time);
        var record = new LedgerRecord(ports);
        DeployOutcome outcome;
        try
        {
            outcome = await DeployAsync(run, record, request, startedAt, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = new DeployOutcome.Interrupted(run.Changes);
        }

        bool failedWithTraces = outcome is DeployOutcome.NotReady
            || (outcome is not (DeployOutcome.Deployed or DeployOutcome.Unchanged) && run.Changes.Count > 0);
        if (!failedWithTraces)
        {
            return outcome;
        }

        var aftermath = new Aftermath(ports, request, time);
        aftermath.Begin(outcome, cancellationToken);
        LedgerEntry? entry = await RecordFailureAsync(outcome, record, request, startedAt).ConfigureAwait(false);
        return await aftermath.EndAsync(outcome, entry, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DeployOutcome> DeployAsync(DeployRun run, LedgerRecord record, DeployRequest request, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        (DeployOutcome? refusal, IReadOnlyList<ObjectChange> expected) = await run.ValidateAsync(cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return refusal;
        }

        var release = StoredRelease.Of(request.Release.RenderedHash, request.Objects, request.Services);
        bool nothingToDo = expected.All(c => c.Kind == ChangeKind.Unchanged);
        DeployOutcome? failure = nothingToDo
            ? await run.WaitAsync(0, [.. request.Services.Select(s => s.Name)], request.Objects, cancellationToken).ConfigureAwait(false)
            : await ChangeAsync(run, record, release, expected, request, startedAt, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure;
        }

        IReadOnlyList<ServiceAddress> addresses = await run.AddressesAsync(cancellationToken).ConfigureAwait(false);
        if (nothingToDo && await IsKnownAsync(Entry(request, LedgerOutcome.Succeeded, startedAt), cancellationToken).ConfigureAwait(false))
        {
            return new DeployOutcome.Unchanged(addresses, run.Elapsed);
        }

        failure = await run.SmokeAsync(addresses, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure;
        }

        if (nothingToDo)
        {
            await record.StoreAsync(release, cancellationToken).ConfigureAwait(false);
        }

        LedgerEntry? entry = await record.EndAsync(Entry(request, LedgerOutcome.Succeeded, startedAt), cancellationToken).ConfigureAwait(false);
        TimeSpan elapsed = run.Elapsed;
        await new CleanUp(ports).RunAsync(release, request.HistoryLimit, request.Namespace, cancellationToken).ConfigureAwait(false);
        return nothingToDo
            ? new DeployOutcome.Unchanged(addresses, elapsed)
            : new DeployOutcome.Deployed(run.Changes, addresses, entry, elapsed);
    }

    private async Task<DeployOutcome?> ChangeAsync(
        DeployRun run,
        LedgerRecord record,
        StoredRelease release,
        IReadOnlyList<ObjectChange> expected,
        DeployRequest request,
        DateTimeOffset startedAt,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<ManifestObject> unborn = UnbornObjects.Of(expected);
        DeployOutcome? failure = await UnbornObjects.BearAsync(run, ports.Objects, unborn, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure;
        }

        await record.StoreAsync(release, cancellationToken).ConfigureAwait(false);
        await record.BeginAsync(Entry(request, LedgerOutcome.Running, startedAt), cancellationToken).ConfigureAwait(false);
        foreach (ApplyWave wave in ApplyOrder.Arrange([.. request.Objects.Except(unborn)], request.Services))
        {
            failure = await run.ApplyAsync(wave.Objects, cancellationToken).ConfigureAwait(false);
            if (failure is null)
            {
                failure = await run.WaitAsync(wave.Level ?? 0, wave.Services, ServiceBackers.Awaited(wave.Objects, request.Objects), cancellationToken).ConfigureAwait(false);
            }

            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private LedgerEntry Entry(DeployRequest request, LedgerOutcome outcome, DateTimeOffset startedAt, string reason = "") =>
        LedgerEntries.Of(request, outcome, reason, startedAt, time.GetUtcNow());

    /// <summary>
    /// Whether the ledger already says so. A run that was killed before it wrote the ledger, or whose services did not answer,
    /// leaves the last check and the entry to the next one, which finds nothing else to do.
    /// </summary>
    private async Task<bool> IsKnownAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<LedgerEntry>> read = await ports.Ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        return !read.Succeeded(out IReadOnlyList<LedgerEntry>? entries)
            || (entries.Count > 0 && entries[^1].Outcome == LedgerOutcome.Succeeded && entries[^1].IsSameAs(entry));
    }

    private async Task<LedgerEntry?> RecordFailureAsync(DeployOutcome outcome, LedgerRecord record, DeployRequest request, DateTimeOffset startedAt)
    {
        LedgerOutcome word = outcome is DeployOutcome.Interrupted ? LedgerOutcome.Interrupted : LedgerOutcome.Failed;

        // The caller's token may be cancelled already; the ledger still gets its line, but not for long.
        using var lastWords = new CancellationTokenSource(LastWordsTime, time);
        try
        {
            return await record.EndAsync(Entry(request, word, startedAt, FailureReason.Of(outcome)), lastWords.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ports.Observer.On(new DeployEvent.Notice("The ledger could not be written in time; this attempt is not recorded in it."));
            return null;
        }
    }
}

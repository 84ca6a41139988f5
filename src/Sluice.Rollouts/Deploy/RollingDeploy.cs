using Sluice.Manifests;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Deploy;

/// <summary>
/// Deploys by rolling updates in place: checks everything, applies level by level, waits until each level serves,
/// asks every service one question and writes the ledger.
/// </summary>
public sealed class RollingDeploy(DeployPorts ports, TimeProvider time)
{
    private static readonly TimeSpan LastWordsTime = TimeSpan.FromSeconds(3);

    /// <summary>Runs to an outcome; a cancelled token gives <see cref="DeployOutcome.Interrupted"/>, not an exception.</summary>
    public async Task<DeployOutcome> RunAsync(DeployRequest request, CancellationToken cancellationToken)
    {
        DateTimeOffset startedAt = time.GetUtcNow();
        var run = new DeployRun(ports, request, time);
        DeployOutcome outcome;
        try
        {
            outcome = await DeployAsync(run, request, startedAt, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = new DeployOutcome.Interrupted(run.Changes);
        }

        await RecordFailureAsync(outcome, run, request, startedAt).ConfigureAwait(false);
        return outcome;
    }

    private async Task<DeployOutcome> DeployAsync(DeployRun run, DeployRequest request, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        ports.Observer.On(new DeployEvent.Validating(request.Objects.Count));
        ClusterResult<IReadOnlyList<ObjectChange>> validated = await ports.Objects.ValidateAsync(request.Objects, cancellationToken).ConfigureAwait(false);
        if (!validated.Succeeded(out IReadOnlyList<ObjectChange>? expected))
        {
            return run.Refused(validated.Problems);
        }

        ports.Observer.On(new DeployEvent.Validated(
            expected.Count(c => c.Kind == ChangeKind.Created),
            expected.Count(c => c.Kind == ChangeKind.Configured),
            expected.Count(c => c.Kind == ChangeKind.Unchanged)));
        bool nothingToDo = expected.All(c => c.Kind == ChangeKind.Unchanged);
        ManifestObject[] unborn = [.. expected.Where(IsNeededToCheckOthers).Select(c => c.Manifest)];
        DeployOutcome? failure = nothingToDo
            ? await run.WaitAsync(0, [.. request.Services.Select(s => s.Name)], cancellationToken).ConfigureAwait(false)
            : await BearAsync(run, unborn, request, cancellationToken).ConfigureAwait(false)
                ?? await ApplyWavesAsync(run, [.. request.Objects.Except(unborn)], request, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure;
        }

        IReadOnlyList<ServiceAddress> addresses = await run.AddressesAsync(cancellationToken).ConfigureAwait(false);
        if (nothingToDo && await IsKnownAsync(Success(request, startedAt), cancellationToken).ConfigureAwait(false))
        {
            return new DeployOutcome.Unchanged(addresses, run.Elapsed);
        }

        failure = await run.SmokeAsync(addresses, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure;
        }

        LedgerEntry? entry = await AppendAsync(Success(request, startedAt), cancellationToken).ConfigureAwait(false);
        return nothingToDo
            ? new DeployOutcome.Unchanged(addresses, run.Elapsed)
            : new DeployOutcome.Deployed(run.Changes, addresses, entry, run.Elapsed);
    }

    private static bool IsNeededToCheckOthers(ObjectChange change) => change.Manifest.Kind switch
    {
        "Namespace" => change.Kind == ChangeKind.Created,
        "CustomResourceDefinition" => change.Kind != ChangeKind.Unchanged,
        _ => false,
    };

    /// <summary>
    /// What goes into a namespace that does not exist yet, or is of a kind that is not defined yet, could not be checked to the
    /// end. So namespaces and definitions come first, and everything is checked again before the next object.
    /// </summary>
    private async Task<DeployOutcome?> BearAsync(DeployRun run, IReadOnlyList<ManifestObject> unborn, DeployRequest request, CancellationToken cancellationToken)
    {
        if (unborn.Count == 0)
        {
            return null;
        }

        DeployOutcome? failure = await run.ApplyAsync(unborn, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure;
        }

        ClusterResult<IReadOnlyList<ObjectChange>> again = await ports.Objects.ValidateAsync(request.Objects, cancellationToken).ConfigureAwait(false);
        return again.Succeeded(out _) ? null : run.Refused(again.Problems);
    }

    private static async Task<DeployOutcome?> ApplyWavesAsync(DeployRun run, IReadOnlyList<ManifestObject> objects, DeployRequest request, CancellationToken cancellationToken)
    {
        foreach (ApplyWave wave in ApplyOrder.Arrange(objects, request.Services))
        {
            DeployOutcome? failure = await run.ApplyAsync(wave.Objects, cancellationToken).ConfigureAwait(false);
            if (failure is null && wave.Services.Count > 0)
            {
                failure = await run.WaitAsync(wave.Level ?? 0, wave.Services, cancellationToken).ConfigureAwait(false);
            }

            if (failure is not null)
            {
                return failure;
            }
        }

        return null;
    }

    private LedgerEntry Success(DeployRequest request, DateTimeOffset startedAt) =>
        LedgerEntries.Of(request, LedgerOutcome.Succeeded, "", startedAt, time.GetUtcNow());

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

    private async Task RecordFailureAsync(DeployOutcome outcome, DeployRun run, DeployRequest request, DateTimeOffset startedAt)
    {
        bool worthALine = outcome is DeployOutcome.NotReady || (outcome is not (DeployOutcome.Deployed or DeployOutcome.Unchanged) && run.Changes.Count > 0);
        if (!worthALine)
        {
            return;
        }

        LedgerOutcome word = outcome is DeployOutcome.Interrupted ? LedgerOutcome.Interrupted : LedgerOutcome.Failed;
        LedgerEntry entry = LedgerEntries.Of(request, word, FailureReason.Of(outcome), startedAt, time.GetUtcNow());

        // The caller's token may be cancelled already; the ledger still gets its line, but not for long.
        using var lastWords = new CancellationTokenSource(LastWordsTime, time);
        try
        {
            await AppendAsync(entry, lastWords.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ports.Observer.On(new DeployEvent.Notice("The ledger could not be written in time; this attempt is not recorded in it."));
        }
    }

    private async Task<LedgerEntry?> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        ClusterResult<LedgerEntry> appended = await ports.Ledger.AppendAsync(entry, cancellationToken).ConfigureAwait(false);
        if (appended.Succeeded(out LedgerEntry? stored))
        {
            ports.Observer.On(new DeployEvent.Recorded(stored));
            return stored;
        }

        ports.Observer.On(new DeployEvent.Notice($"The ledger could not be written: {appended.Problems[0].What}"));
        return null;
    }
}

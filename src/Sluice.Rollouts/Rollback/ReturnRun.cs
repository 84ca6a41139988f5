using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;
using Sluice.Rollouts.Status;

namespace Sluice.Rollouts.Rollback;

/// <summary>Brings an earlier release back from its stored objects, and makes sure that it serves.</summary>
internal sealed class ReturnRun(DeployPorts ports, RollbackRequest request, TimeProvider time)
{
    private static readonly TimeSpan LastWordsTime = TimeSpan.FromSeconds(3);

    private readonly LedgerRecord record = new(ports);
    private readonly DateTimeOffset startedAt = time.GetUtcNow();

    /// <summary>Runs to an outcome; a cancelled token gives <see cref="RollbackOutcome.Interrupted"/>, not an exception.</summary>
    /// <param name="target">An entry that is stored.</param>
    /// <param name="beforePodsGo">What is waited for before anything is changed.</param>
    /// <param name="cancellationToken">Ends it in good order.</param>
    public async Task<RollbackOutcome> RunAsync(LedgerEntry target, Task beforePodsGo, CancellationToken cancellationToken)
    {
        DeployRun? run = null;
        DeployOutcome problem;
        try
        {
            ClusterResult<StoredRelease> read = await StoredTarget.ReadAsync(ports, target, cancellationToken).ConfigureAwait(false);
            if (read.Succeeded(out StoredRelease? release))
            {
                SayWhatRunsNoMore(target, release);
                run = new DeployRun(ports, Backwards(target, release), time);
                (RollbackOutcome.Back? back, DeployOutcome? failure) = await ReturnAsync(run, target, release, beforePodsGo, cancellationToken).ConfigureAwait(false);
                if (back is not null)
                {
                    return back;
                }

                problem = failure!;
            }
            else
            {
                problem = new DeployOutcome.Infrastructure(read.Problems, []);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await RecordAsync(target, LedgerOutcome.Interrupted, "interrupted").ConfigureAwait(false);
            return new RollbackOutcome.Interrupted(target, run?.Changes ?? []);
        }

        await RecordAsync(target, LedgerOutcome.Failed, FailureReason.Of(problem)).ConfigureAwait(false);
        return new RollbackOutcome.Failed(target, problem, await ServingAsync(target).ConfigureAwait(false));
    }

    private async Task<(RollbackOutcome.Back? Back, DeployOutcome? Failure)> ReturnAsync(
        DeployRun run, LedgerEntry target, StoredRelease release, Task beforePodsGo, CancellationToken cancellationToken)
    {
        (DeployOutcome? failure, IReadOnlyList<ObjectChange> expected) = await run.ValidateAsync(cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return (null, failure);
        }

        await record.BeginAsync(LedgerEntries.OfReturn(target, request.Author, request.Reason, LedgerOutcome.Running, startedAt, startedAt), cancellationToken).ConfigureAwait(false);
        await beforePodsGo.ConfigureAwait(false);
        failure = expected.All(c => c.Kind == ChangeKind.Unchanged) ? null : await ApplyAsync(run, cancellationToken).ConfigureAwait(false);
        if (failure is null)
        {
            await UnblockAsync(release.Objects, cancellationToken).ConfigureAwait(false);
        }

        failure ??= await run.WaitAsync(0, [.. release.Services.Select(s => s.Name)], [.. release.Objects.Where(ServesOn)], cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return (null, failure);
        }

        IReadOnlyList<ServiceAddress> addresses = await run.AddressesAsync(cancellationToken).ConfigureAwait(false);
        failure = await run.SmokeAsync(addresses, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return (null, failure);
        }

        TimeSpan elapsed = run.Elapsed;
        await record.EndAsync(Entry(target, LedgerOutcome.Succeeded, request.Reason), cancellationToken).ConfigureAwait(false);
        await new CleanUp(ports).RunAsync(release, request.HistoryLimit, request.Namespace, cancellationToken).ConfigureAwait(false);
        return (new RollbackOutcome.Back(target, run.Changes, addresses, NotRestored(release), elapsed), null);
    }

    /// <summary>
    /// Those who use others go back before those they use, as these must serve the old and the new in between. A level that does
    /// not become ready holds up none: it may need one that comes later. All are waited for in the end.
    /// </summary>
    private async Task<DeployOutcome?> ApplyAsync(DeployRun run, CancellationToken cancellationToken)
    {
        foreach (ApplyWave wave in ApplyOrder.Arrange(run.Objects, run.Services))
        {
            DeployOutcome? failure = await run.ApplyAsync(wave.Objects, cancellationToken).ConfigureAwait(false);
            if (failure is null && wave.Services.Any(run.Changed))
            {
                await UnblockAsync(wave.Objects, cancellationToken).ConfigureAwait(false);
                failure = await run.WaitAsync(wave.Level ?? 0, wave.Services, [], cancellationToken).ConfigureAwait(false);
            }

            if (failure is not null and not DeployOutcome.NotReady)
            {
                return failure;
            }
        }

        return null;
    }

    /// <summary>What cannot be unblocked shows by not becoming ready.</summary>
    private async Task UnblockAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        foreach (RemovedObject pod in await ports.Owned.UnblockAsync(objects, cancellationToken).ConfigureAwait(false))
        {
            ports.Observer.On(new Events.DeployEvent.Notice(pod.Result == Removal.Removed
                ? $"{pod.Manifest} was not ready and kept its StatefulSet from going back; it was deleted and comes again."
                : $"{pod.Manifest} is not ready and keeps its StatefulSet from going back; it could not be deleted: {pod.Detail}"));
        }
    }

    /// <summary>Whether an object runs pods that go on serving. What only runs to its end has done so before, and holds up no return.</summary>
    private static bool ServesOn(ManifestObject item) => ApplyOrder.IsWorkload(item.Kind) && item.Kind is not ("Job" or "CronJob" or "Pod");

    /// <summary>What migrated forward once must not do so again under a newer state of the data.</summary>
    private static bool RunsOnce(ManifestObject item) => item.Kind == "Job" && item.ApiVersion.StartsWith("batch/", StringComparison.Ordinal);

    private void SayWhatRunsNoMore(LedgerEntry target, StoredRelease release)
    {
        ManifestObject[] jobs = [.. release.Objects.Where(RunsOnce)];
        if (jobs.Length > 0)
        {
            ports.Observer.On(new Events.DeployEvent.Notice($"A return runs no Job again: {string.Join(", ", jobs.AsEnumerable())} of release {RollbackTargets.Name(target)} {(jobs.Length == 1 ? "is" : "are")} left out."));
        }
    }

    private DeployRequest Backwards(LedgerEntry target, StoredRelease release)
    {
        int top = release.Services.Count == 0 ? 0 : release.Services.Max(s => s.Level);
        return new DeployRequest
        {
            Release = new Release(target.Version, target.Commit, request.Author, [.. target.Services.Select(s => new ReleaseImage(s.Name, s.Image))], target.RenderedHash),
            Namespace = request.Namespace,
            Objects = [.. release.Objects.Where(o => !StoredRelease.IsSecret(o) && !RunsOnce(o))],
            Services = [.. release.Services.Select(s => s with { Level = top - s.Level })],
            ReadyDeadline = request.ReadyDeadline,
        };
    }

    private async Task RecordAsync(LedgerEntry target, LedgerOutcome outcome, string reason)
    {
        using var lastWords = new CancellationTokenSource(LastWordsTime, time);
        try
        {
            await record.EndAsync(Entry(target, outcome, $"{request.Reason}; {reason}"), lastWords.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ports.Observer.On(new Events.DeployEvent.Notice("The ledger could not be written in time; this return is not recorded in it."));
        }
    }

    private async Task<IReadOnlyList<ServiceState>> ServingAsync(LedgerEntry target)
    {
        using var limit = new CancellationTokenSource(LastWordsTime, time);
        try
        {
            return (await ports.Status.ReadAsync(request.Namespace, [.. target.Services.Select(s => s.Name)], limit.Token).ConfigureAwait(false)).Value ?? [];
        }
        catch (OperationCanceledException)
        {
            return [];
        }
    }

    private LedgerEntry Entry(LedgerEntry target, LedgerOutcome outcome, string reason) =>
        LedgerEntries.OfReturn(target, request.Author, reason, outcome, startedAt, time.GetUtcNow());

    private static ManifestObject[] NotRestored(StoredRelease release) =>
        [.. release.Objects.Where(o => StoredRelease.IsSecret(o) && !StoredRelease.IsContentNamed(o))];
}

using Sluice.Rollouts.Events;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Deploy;

/// <summary>What follows a failed release: its evidence is saved, and the earlier release comes back.</summary>
internal sealed class Aftermath(DeployPorts ports, DeployRequest request, TimeProvider time)
{
    /// <summary>How long pods that are about to go are kept for their last words, as long as others serve.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly EvidenceDesk desk = new(ports.Evidence, ports.Keepers, ports.Observer, time);
    private Task<EvidenceBundle?> reading = Task.FromResult<EvidenceBundle?>(null);

    /// <summary>Whether the environment is this run's no longer: the user ended it, or another run has the lock, a rollback for instance.</summary>
    private static bool IsOver(DeployOutcome failure) =>
        failure is DeployOutcome.Interrupted || (failure is DeployOutcome.Infrastructure broken && broken.Problems.Any(p => p.Kind == ClusterProblemKind.LockLost));

    /// <summary>Starts to read what the failing pods show.</summary>
    public void Begin(DeployOutcome failure, CancellationToken cancellationToken)
    {
        if (!IsOver(failure))
        {
            string[] toBlame = failure is DeployOutcome.NotReady notReady ? [.. notReady.Failures.Select(f => f.Service)] : [];
            reading = desk.ReadAsync(new EvidenceRequest(request.Namespace, [.. request.Services.Select(s => s.Name)], toBlame), cancellationToken);
        }
    }

    /// <summary>Goes back where that is due. Answers with the outcome of the whole.</summary>
    /// <param name="failure">How the release failed.</param>
    /// <param name="entry">The ledger's record of it.</param>
    /// <param name="cancellationToken">Ends the return in good order.</param>
    public async Task<DeployOutcome> EndAsync(DeployOutcome failure, LedgerEntry? entry, CancellationToken cancellationToken)
    {
        if (IsOver(failure))
        {
            return failure;
        }

        Task<IReadOnlyList<string>> keeping = KeepAsync(entry);
        DeployOutcome outcome = await ReturnAsync(failure, entry, cancellationToken).ConfigureAwait(false);
        return outcome with { Evidence = await keeping.ConfigureAwait(false) };
    }

    private async Task<IReadOnlyList<string>> KeepAsync(LedgerEntry? entry) =>
        await desk.KeepAsync(entry?.Number ?? 0, await reading.ConfigureAwait(false)).ConfigureAwait(false);

    private async Task<DeployOutcome> ReturnAsync(DeployOutcome failure, LedgerEntry? entry, CancellationToken cancellationToken)
    {
        if (!request.ReturnsOnFailure)
        {
            return failure with { WhyNoReturn = "The earlier release does not come back by itself here (onRegression: hold)." };
        }

        var rollback = new RollbackRequest
        {
            Namespace = request.Namespace,
            Author = request.Release.Author,
            Reason = entry is null ? "the release after it failed" : $"release {RollbackTargets.Name(entry)} failed",
            ReadyDeadline = request.ReadyDeadline,
            HistoryLimit = request.HistoryLimit,
        };
        try
        {
            return await ReturnAsync(failure, entry, rollback, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return failure with { WhyNoReturn = "The way back to the earlier release was interrupted before it began." };
        }
    }

    private async Task<DeployOutcome> ReturnAsync(DeployOutcome failure, LedgerEntry? entry, RollbackRequest rollback, CancellationToken cancellationToken)
    {
        var history = await RollbackHistory.ReadAsync(ports, cancellationToken).ConfigureAwait(false);
        if (!history.Succeeded(out IReadOnlyList<LedgerEntry>? entries))
        {
            return failure with { WhyNoReturn = $"What served before is not known, so it did not come back: {history.Problems[0].What}" };
        }

        TargetChoice choice = RollbackTargets.AfterFailure(entries, request.Release.RenderedHash);
        if (choice is not TargetChoice.Found found)
        {
            return failure with { WhyNoReturn = ((TargetChoice.None)choice).Why };
        }

        Tell(failure);
        ports.Observer.On(new DeployEvent.Returning(found.Target));
        RollbackOutcome outcome = await new ReturnRun(ports, rollback, time)
            .RunAsync(found.Target, LastWordsAsync(failure, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
        return new DeployOutcome.Returned(failure, entry, outcome);
    }

    // While it is fresh; whoever waited for the pods has shown their logs already.
    private void Tell(DeployOutcome failure)
    {
        foreach (ReadinessFailure one in failure is DeployOutcome.NotReady notReady ? notReady.Failures : [])
        {
            ports.Observer.On(new DeployEvent.ServiceFailed(one));
        }
    }

    // Where nothing else serves, no moment is given away.
    private async Task LastWordsAsync(DeployOutcome failure, CancellationToken cancellationToken)
    {
        if (failure is DeployOutcome.NotReady notReady && notReady.ChangedServices.Except(notReady.StillServing).Any())
        {
            return;
        }

        await Task.WhenAny(reading, Task.Delay(LastWords, time, cancellationToken)).ConfigureAwait(false);
    }
}

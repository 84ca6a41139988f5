using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>What the end of a rollout asks for, once the traffic is where it belongs. Idempotent, so that a resume does it again.</summary>
internal sealed class RolloutSettlement(RolloutPorts ports, TimeProvider time)
{
    /// <summary>The caller's token may be cancelled already; the records still get their lines, but not for long.</summary>
    private static readonly TimeSpan LastWordsTime = TimeSpan.FromSeconds(3);

    private IDeployObserver Observer => ports.Deploy.Observer;

    public async Task<RolloutOutcome> RunAsync(RolloutRun run, DriveEnd.Over end, CancellationToken cancellationToken)
    {
        var record = run.Record with { Stage = RolloutStage.Settling };
        var problem = await ports.Journal.WriteAsync(record, cancellationToken).ConfigureAwait(false)
            ?? await (record.State.Phase == RolloutPhase.Succeeded ? SucceedAsync(run, cancellationToken) : GoBackAsync(run, cancellationToken)).ConfigureAwait(false);
        if (problem is not null)
        {
            return new RolloutOutcome.Infrastructure([problem], record) { Evidence = end.Evidence };
        }

        var state = record.State;
        var isSuccess = state.Phase == RolloutPhase.Succeeded;
        var entry = await EndAsync(run with { Record = record }, isSuccess ? LedgerOutcome.Succeeded : LedgerOutcome.Failed, isSuccess ? "" : state.Reason?.Text ?? "", cancellationToken).ConfigureAwait(false);
        record = record with { Stage = RolloutStage.Over, Intent = [] };
        if (isSuccess)
        {
            var addresses = await new DeployRun(ports.Deploy, run.Request.Deploy, time).AddressesAsync(cancellationToken).ConfigureAwait(false);
            var elapsed = time.GetElapsedTime(run.Started);
            await TidyAsync(run, cancellationToken).ConfigureAwait(false);
            var warm = Stacked(run).Where(lane => lane.Stable is not null).Min(lane => (lane.Placement.Strategy.Warm ?? lane.Placement.Warm).For);
            return new RolloutOutcome.Succeeded(record, entry, addresses, elapsed) { WarmUntil = warm > TimeSpan.Zero ? time.GetUtcNow() + warm : null };
        }

        return state.Phase == RolloutPhase.Stranded
            ? new RolloutOutcome.Stranded(record, entry) { Evidence = end.Evidence }
            : new RolloutOutcome.RolledBack(record, entry, end.TrafficBack) { Evidence = end.Evidence };
    }

    /// <summary>Ends a rollout whose preparation failed: no candidate exists, and stable serves.</summary>
    public async Task<RolloutOutcome> GiveUpAsync(RolloutRun run, ClusterProblem problem, CancellationToken cancellationToken)
    {
        var reason = new RolloutReason(problem.IsInput ? ReasonKind.NotPrepared : ReasonKind.Infrastructure, "", problem.What);
        var state = run.Record.State with { Phase = RolloutPhase.RolledBack, Reason = reason, Since = time.GetUtcNow() };
        var ended = run with { Record = run.Record with { State = state, Stage = RolloutStage.Settling } };
        _ = await GoBackAsync(ended, cancellationToken).ConfigureAwait(false);
        var entry = await EndAsync(ended, LedgerOutcome.Failed, problem.What, cancellationToken).ConfigureAwait(false);
        return problem.IsInput
            ? new RolloutOutcome.RolledBack(ended.Record with { Stage = RolloutStage.Over }, entry, null)
            : new RolloutOutcome.Infrastructure([problem], ended.Record with { Stage = RolloutStage.Over });
    }

    private async Task<ClusterProblem?> SucceedAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        var applied = await ports.Deploy.Objects.ApplyAsync(run.Shared.After, Tell, cancellationToken).ConfigureAwait(false);
        if (applied.Problems is [var refusal, ..])
        {
            return refusal;
        }

        if (await RollingInPlace.ApplyAsync(ports, run.Rolling, Tell, cancellationToken).ConfigureAwait(false) is { } unapplied)
        {
            return unapplied;
        }

        foreach (var (stack, facts) in run.InPlace.Where(one => !one.Facts.Id.IsAdopted))
        {
            if (await ports.Stacks.EnsureAsync(stack, facts.Pods, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        foreach (var stack in Stacked(run).Select(lane => lane.Candidate).Concat(run.InPlace.Where(one => !one.Facts.Id.IsAdopted).Select(one => one.Stack)))
        {
            if (await ports.Stacks.AutoscaleAsync(stack, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        if (await new HookRunner(ports, time).RunAsync("after", run.Request.After, run.Record.Number, run.Record.Release, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            // What was promoted serves; taking it back for the sake of what comes after it would be worse.
            Observer.On(new DeployEvent.Notice(failure));
        }

        return null;
    }

    private async Task<ClusterProblem?> GoBackAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        var applied = await ports.Deploy.Objects.ApplyAsync(run.Shared.Back, Tell, cancellationToken).ConfigureAwait(false);
        if (applied.Problems is [var refusal, ..])
        {
            return refusal;
        }

        await RemoveAsync([.. run.Shared.Added, .. Helpers(run)], cancellationToken).ConfigureAwait(false);
        return null;
    }

    /// <summary>Nothing here keeps a release from having succeeded: what cannot be done is a notice, and the next command tries again.</summary>
    private async Task TidyAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        try
        {
            await RemoveAsync(Helpers(run), cancellationToken).ConfigureAwait(false);
            var cold = Stacked(run).Where(lane => (lane.Placement.Strategy.Warm ?? lane.Placement.Warm).For == TimeSpan.Zero).Select(lane => lane.Stable).OfType<StackId>();
            await Task.WhenAll(run.Others.Select(one => one.Id).Concat(cold).Select(stack => RemoveAsync(stack, cancellationToken))).ConfigureAwait(false);
            await new CleanUp(ports.Deploy).RunAsync(run.Request.Stored with { Key = run.Record.Stored }, run.Request.Deploy.HistoryLimit, run.Request.Deploy.Namespace, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Observer.On(new DeployEvent.Notice("Cleaning up after earlier releases was interrupted; ./build.sh Sweep goes on with it."));
        }
    }

    private async Task RemoveAsync(StackId stack, CancellationToken cancellationToken)
    {
        if (await ports.Stacks.RemoveAsync(stack, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            Observer.On(new DeployEvent.Notice($"The old stack {stack.Name} is still there: {problem.What}"));
        }
    }

    private async Task RemoveAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        foreach (var removed in await ports.Deploy.Owned.RemoveAsync(objects, cancellationToken).ConfigureAwait(false))
        {
            if (removed.Result is Removal.Removed or Removal.Failed)
            {
                Observer.On(new DeployEvent.Removed(removed));
            }
        }
    }

    private static IEnumerable<Lane> Stacked(RolloutRun run) => run.Lanes.Where(lane => !lane.IsRolling);

    // Where jobs reached a candidate.
    private static IReadOnlyList<ManifestObject> Helpers(RolloutRun run) =>
        [.. from lane in run.Lanes
            where run.Record.State.Plan.Services.Any(service => service.Service == lane.Service && service.Steps.Any(step => step.Kind == StepKind.Smoke))
            from pointer in lane.Pointers
            select CandidateService.Of(pointer, lane.Candidate.Mark)];

    private async Task<LedgerEntry?> EndAsync(RolloutRun run, LedgerOutcome outcome, string reason, CancellationToken cancellationToken)
    {
        using var lastWords = new CancellationTokenSource(LastWordsTime, time);
        var token = cancellationToken.IsCancellationRequested ? lastWords.Token : cancellationToken;
        try
        {
            var entry = await run.Ledger.EndAsync(LedgerEntries.Of(run.Request.Deploy, outcome, reason, run.Record.StartedAt, time.GetUtcNow()), token).ConfigureAwait(false);
            // Only with the ledger's line is it over: what decides next where to go back to reads that.
            if (entry is not null)
            {
                await ports.Journal.WriteAsync(run.Record with { Stage = RolloutStage.Over, Intent = [] }, token).ConfigureAwait(false);
            }

            return entry;
        }
        catch (OperationCanceledException) when (lastWords.IsCancellationRequested)
        {
            Observer.On(new DeployEvent.Notice("The ledger could not be written in time; ./build.sh Resume goes on with it."));
            return null;
        }
    }

    private void Tell(ObjectChange change) => Observer.On(new DeployEvent.ObjectApplied(change));
}

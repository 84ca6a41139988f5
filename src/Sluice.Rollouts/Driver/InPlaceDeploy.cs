using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>A release without a new revision of any service: replicas, autoscalers, budgets, routes and policies are applied in place.</summary>
internal sealed class InPlaceDeploy(RolloutPorts ports, RolloutRequest request, TimeProvider time)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public async Task<RolloutOutcome> RunAsync(
        DeployRun run, IReadOnlyList<ObjectChange> expected, LaneFinding finding, StoredRelease? serving, LedgerEntry? entry, CancellationToken cancellationToken)
    {
        var mine = LedgerEntries.Of(request.Deploy, LedgerOutcome.Succeeded, "", _startedAt, _startedAt);
        var own = finding.InPlace.Where(one => !one.Facts.Id.IsAdopted).ToList();
        var earlier = serving is null ? [] : StackRelease.Split(serving).Stacks;
        var resized = own.Where(one => !one.Facts.IsAutoscaled && earlier.FirstOrDefault(stack => stack.Service == one.Stack.Service) is { } old && old.Replicas != one.Stack.Replicas).ToList();
        var record = new LedgerRecord(ports.Deploy);
        var isKnown = entry is not null && entry.IsSameAs(mine);
        if (isKnown && resized.Count == 0 && expected.All(change => change.Kind == ChangeKind.Unchanged))
        {
            return new RolloutOutcome.InPlace([], null, await run.AddressesAsync(cancellationToken).ConfigureAwait(false), run.Elapsed);
        }

        await record.StoreAsync(request.Stored, cancellationToken).ConfigureAwait(false);
        await record.BeginAsync(mine with { Outcome = LedgerOutcome.Running }, cancellationToken).ConfigureAwait(false);
        if (await ApplyAsync(run, finding, [.. resized.Select(one => one.Stack.Service)], cancellationToken).ConfigureAwait(false) is { } problem)
        {
            await record.EndAsync(mine with { Outcome = LedgerOutcome.Failed, Reason = problem.What, EndedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            return new RolloutOutcome.Infrastructure([problem], null);
        }

        var ended = await record.EndAsync(mine with { EndedAt = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
        var addresses = await run.AddressesAsync(cancellationToken).ConfigureAwait(false);
        var elapsed = run.Elapsed;
        await new CleanUp(ports.Deploy).RunAsync(request.Stored, request.Deploy.HistoryLimit, request.Deploy.Namespace, cancellationToken).ConfigureAwait(false);
        return new RolloutOutcome.InPlace(run.Changes, ended, addresses, elapsed);
    }

    private async Task<ClusterProblem?> ApplyAsync(DeployRun run, LaneFinding finding, IReadOnlyList<string> resized, CancellationToken cancellationToken)
    {
        if (await run.ApplyAsync([.. request.Split.Shared.OrderBy(item => ApplyOrder.Rank(item.Kind))], cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return failure is DeployOutcome.Infrastructure broken ? broken.Problems[0] : ((DeployOutcome.Rejected)failure).Problems[0];
        }

        if (await RollingInPlace.ApplyAsync(ports, finding.Rolling, run.Note, cancellationToken).ConfigureAwait(false) is { } unapplied)
        {
            return unapplied;
        }

        foreach (var (stack, facts) in finding.InPlace.Where(one => !one.Facts.Id.IsAdopted))
        {
            var problem = await ports.Stacks.EnsureAsync(stack, facts.Pods, cancellationToken).ConfigureAwait(false)
                ?? (resized.Contains(stack.Service) ? await ports.Stacks.ScaleAsync(facts.Id, stack.Replicas, cancellationToken).ConfigureAwait(false) : null)
                ?? await ports.Stacks.AutoscaleAsync(stack, cancellationToken).ConfigureAwait(false);
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }
}

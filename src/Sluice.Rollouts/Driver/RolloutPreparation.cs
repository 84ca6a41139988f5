using Sluice.Manifests;
using Sluice.Model.Environments;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Driver;

/// <summary>
/// Makes ready what stable and candidate share, before the first candidate: pointers are made to name stable while nobody gives up their
/// selectors, hooks run, and what only the next release has is added. Idempotent, so that a resume does it again.
/// </summary>
internal sealed class RolloutPreparation(RolloutPorts ports, TimeProvider time)
{
    /// <summary>The run with its record at the next stage; or what went wrong.</summary>
    public async Task<(RolloutRun Run, ClusterProblem? Problem)> RunAsync(RolloutRun run, CancellationToken cancellationToken)
    {
        // A selector that nobody owns any more would be gone as soon as the shared objects are applied without it.
        var pinned = await Task.WhenAll(run.Lanes.Where(lane => lane is { IsRolling: false, Stable: not null }).Select(lane => ports.Traffic.SetAsync(lane, 0, cancellationToken))).ConfigureAwait(false);
        if (pinned.OfType<ClusterProblem>().FirstOrDefault() is { } unpinned)
        {
            return (run, unpinned);
        }

        // A share by the number of pods would reach stacks of earlier releases too, as long as they have any.
        var spare = run.Others.Where(one => one.Pods > 0 && run.Lanes.Any(lane => lane is { IsRolling: false, Router: TrafficRouter.Replicas, Stable: not null } && lane.Service == one.Id.Service));
        var scaled = await Task.WhenAll(spare.Select(one => ports.Stacks.ScaleAsync(one.Id, 0, cancellationToken))).ConfigureAwait(false);
        if (scaled.OfType<ClusterProblem>().FirstOrDefault() is { } awake)
        {
            return (run, awake);
        }

        if (await new HookRunner(ports, time).RunAsync("before", run.Request.Before, run.Record.Number, run.Record.Release, cancellationToken).ConfigureAwait(false) is { } failure)
        {
            return (run, new ClusterProblem(ClusterProblemKind.Invalid, failure, ""));
        }

        var before = run.Shared.Before;
        var applied = await ports.Deploy.Objects.ApplyAsync(before, Tell, cancellationToken).ConfigureAwait(false);
        if (applied.Problems is [var refusal, ..])
        {
            return (run, refusal);
        }

        var next = run.Record with
        {
            Stage = RolloutStage.Driving,
            State = RolloutState.Begin(run.Record.State.Plan, time.GetUtcNow()),
        };
        var problem = await ports.Journal.WriteAsync(next, cancellationToken).ConfigureAwait(false);
        return (problem is null ? run with { Record = next } : run, problem);
    }

    private void Tell(ObjectChange change) => ports.Deploy.Observer.On(new DeployEvent.ObjectApplied(change));
}

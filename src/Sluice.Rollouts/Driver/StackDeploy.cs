using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>
/// Deploys services that have stacks: checks everything, ends what was left unfinished, writes down what it is about to do, adds to what
/// both releases share, drives the machine, and settles what the outcome asks for.
/// </summary>
public sealed class StackDeploy(RolloutPorts ports, TimeProvider time)
{
    /// <summary>Runs to an outcome.</summary>
    /// <param name="request">What, and where.</param>
    /// <param name="interrupted">The process is to end soon: weights go back first, and the rollout can be resumed.</param>
    public async Task<RolloutOutcome> RunAsync(RolloutRequest request, CancellationToken interrupted)
    {
        var begun = new RolloutStart(ports, request, time);
        try
        {
            var start = await begun.BeginAsync(interrupted).ConfigureAwait(false);
            return start.Outcome ?? await DriveAsync(start.Run!, RolloutSignal.None, request.Leaves, interrupted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            // No candidate has weight before the machine is driven.
            return begun.Record is { } record
                ? new RolloutOutcome.Suspended(record, IsTakenBack: true)
                : new RolloutOutcome.Infrastructure([new ClusterProblem(ClusterProblemKind.Unreachable, "Interrupted before anything was changed.", "")], null);
        }
    }

    /// <summary>Goes on with a rollout that is not over, wherever it stands.</summary>
    /// <param name="run">The rollout.</param>
    /// <param name="signal">What is asked of it at once; <see cref="RolloutSignal.Resume"/> for one that was suspended.</param>
    /// <param name="interrupted">The process is to end soon.</param>
    public async Task<RolloutOutcome> GoOnAsync(RolloutRun run, RolloutSignal signal, CancellationToken interrupted)
    {
        try
        {
            return await DriveAsync(run, signal, leaves: false, interrupted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return new RolloutOutcome.Suspended(run.Record, IsTakenBack: run.Record.State.Services.All(service => service.Weight == 0));
        }
    }

    private async Task<RolloutOutcome> DriveAsync(RolloutRun run, RolloutSignal signal, bool leaves, CancellationToken interrupted)
    {
        var preparation = new RolloutPreparation(ports, time);
        var settlement = new RolloutSettlement(ports, time);
        DriveEnd end = new DriveEnd.Over(run.Record);
        if (run.Record.Stage == RolloutStage.Preparing && signal != RolloutSignal.Abort)
        {
            var (prepared, problem) = await preparation.RunAsync(run, interrupted).ConfigureAwait(false);
            if (problem is not null)
            {
                return problem.Kind == ClusterProblemKind.LockLost
                    ? new RolloutOutcome.Infrastructure([problem], prepared.Record)
                    : await settlement.GiveUpAsync(prepared, problem, interrupted).ConfigureAwait(false);
            }

            run = prepared;
        }

        if (run.Record.Stage is RolloutStage.Preparing or RolloutStage.Driving)
        {
            end = await new RolloutDriver(ports, time).RunAsync(run.Record with { Stage = RolloutStage.Driving }, run.Lanes, signal, leaves, interrupted).ConfigureAwait(false);
        }

        return end switch
        {
            DriveEnd.Over over => await settlement.RunAsync(run with { Record = over.Record }, over, interrupted).ConfigureAwait(false),
            DriveEnd.Suspended suspended => new RolloutOutcome.Suspended(suspended.Record, suspended.IsTakenBack) { Evidence = suspended.Evidence },
            DriveEnd.Failed failed => new RolloutOutcome.Infrastructure([failed.Problem], failed.Record) { Evidence = failed.Evidence },
            _ => throw new InvalidOperationException($"{end.GetType().Name} is no end of a drive"),
        };
    }
}

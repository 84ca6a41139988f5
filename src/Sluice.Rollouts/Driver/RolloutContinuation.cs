using Sluice.Model.Environments;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>
/// Goes on with a rollout from what the cluster keeps of it: on this machine or another, after an interruption or a kill. Needs neither
/// sources nor registry.
/// </summary>
/// <param name="ports">Everything outside.</param>
/// <param name="placements">The services in the environment, as sluice.yaml has them now.</param>
/// <param name="time">The clock.</param>
public sealed class RolloutContinuation(RolloutPorts ports, IReadOnlyList<ServicePlacement> placements, TimeProvider time)
{
    /// <summary>Hooks that are run when everything is promoted; those that ran already are not run again.</summary>
    public IReadOnlyList<ServiceHook> After { get; init; } = [];

    /// <summary>Hooks that are run before the first pod; those that ran already are not run again.</summary>
    public IReadOnlyList<ServiceHook> Before { get; init; } = [];

    /// <summary>How many releases one can go back to.</summary>
    public int HistoryLimit { get; init; } = EnvironmentDefaults.History;

    /// <summary>Runs to an outcome.</summary>
    /// <param name="record">As it is in the journal, with this run as its driver.</param>
    /// <param name="signal"><see cref="RolloutSignal.Resume"/>, <see cref="RolloutSignal.Abort"/> or a promotion.</param>
    /// <param name="interrupted">The process is to end soon.</param>
    public Task<RolloutOutcome> RunAsync(RolloutRecord record, RolloutSignal signal, CancellationToken interrupted) => RunAsync(record, signal, interrupted, interrupted);

    /// <summary>Takes the weights of candidates back and leaves the rollout to be resumed or aborted.</summary>
    public Task<RolloutOutcome> SuspendAsync(RolloutRecord record, CancellationToken cancellationToken) =>
        RunAsync(record, RolloutSignal.None, cancellationToken, new CancellationToken(canceled: true));

    private async Task<RolloutOutcome> RunAsync(RolloutRecord record, RolloutSignal signal, CancellationToken reading, CancellationToken interrupted)
    {
        var started = time.GetTimestamp();
        var read = await ports.Deploy.Releases.GetAsync(record.Stored, reading).ConfigureAwait(false);
        var ledger = await ports.Deploy.Ledger.ReadAsync(reading).ConfigureAwait(false);
        if (read.Problems is [{ Kind: ClusterProblemKind.NotFound } gone] && record.Stage == RolloutStage.Preparing && signal == RolloutSignal.Abort && ledger.Value is { } known)
        {
            return await ForgetAsync(record, known.FirstOrDefault(entry => entry.Number == record.Number), gone, reading).ConfigureAwait(false);
        }

        if (!read.Succeeded(out var stored) || !ledger.Succeeded(out var entries))
        {
            return new RolloutOutcome.Infrastructure([.. read.Problems, .. ledger.Problems], record);
        }

        var split = StackRelease.Split(stored);
        var before = record.Before.Length > 0 ? (await ports.Deploy.Releases.GetAsync(record.Before, reading).ConfigureAwait(false)).Value : null;
        var lanes = LaneFinder.Of(split, placements, record.Lanes, ReleasePair.Earlier(before, stored.Services));
        if (lanes.Count < record.Lanes.Count)
        {
            var missing = record.Lanes.Select(lane => lane.Service).Except(lanes.Select(lane => lane.Service));
            return new RolloutOutcome.Refused([new ClusterProblem(ClusterProblemKind.Configuration, $"Rollout {record.Number} has the services {string.Join(", ", missing)}, which sluice.yaml does not have like that any more.", "Go on from a checkout of the commit that began it.")]);
        }

        var line = new LedgerRecord(ports.Deploy);
        if (entries.FirstOrDefault(entry => entry.Number == record.Number) is { } begun)
        {
            line.Resume(begun);
        }

        var found = await ports.Stacks.FindAsync(lanes[0].Namespace, [.. split.Stacks.Select(stack => stack.Service)], reading).ConfigureAwait(false);
        if (!found.Succeeded(out var stacks))
        {
            return new RolloutOutcome.Infrastructure(found.Problems, record);
        }

        var names = lanes.SelectMany(lane => new[] { lane.Candidate.Name, lane.Stable?.Name }).ToHashSet();
        var run = new RolloutRun
        {
            Record = record,
            Request = new RolloutRequest
            {
                Deploy = new DeployRequest
                {
                    Release = record.Release,
                    Namespace = lanes[0].Namespace,
                    Objects = stored.Objects,
                    Services = stored.Services,
                    ReadyDeadline = record.State.Plan.ReadyDeadline,
                    HistoryLimit = HistoryLimit,
                },
                Split = split,
                Placements = placements,
                OnRegression = record.State.Plan.OnRegression,
                OnInconclusive = record.State.Plan.OnInconclusive,
                Before = Before,
                After = After,
                Driver = record.Driver,
            },
            Lanes = lanes,
            InPlace = [.. from stack in split.Stacks.Where(stack => lanes.All(lane => lane.Service != stack.Service))
                          let facts = stacks.FirstOrDefault(one => one.Id.Name == stack.Name)
                          where facts is not null
                          select (stack, facts)],
            Rolling = [.. split.Rolling.Where(stack => lanes.All(lane => lane.Service != stack.Service))],
            Others = [.. stacks.Where(one => !names.Contains(one.Id.Name) && lanes.Any(lane => lane.Service == one.Id.Service))],
            Shared = ReleasePair.Of(before, stored.Services, split),
            Ledger = line,
            Started = started,
        };
        return await new StackDeploy(ports, time).GoOnAsync(run, signal, interrupted).ConfigureAwait(false);
    }

    /// <summary>
    /// A record that was written when its run had been overtaken already: no candidate was made, and its objects went with the next
    /// clean-up. It must not stand in the way of those who come after it.
    /// </summary>
    private async Task<RolloutOutcome> ForgetAsync(RolloutRecord record, LedgerEntry? entry, ClusterProblem gone, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var reason = new RolloutReason(ReasonKind.Aborted, "", "It was overtaken before it had begun.");
        var over = record with { Stage = RolloutStage.Over, Intent = [], State = record.State with { Phase = RolloutPhase.RolledBack, Reason = reason, Since = now } };
        if (entry is { Outcome: LedgerOutcome.Running })
        {
            var ended = await ports.Deploy.Ledger.ReplaceAsync(entry with { Outcome = LedgerOutcome.Failed, Reason = reason.Text, EndedAt = now }, cancellationToken).ConfigureAwait(false);
            if (ended.Problems is [var unwritten, ..])
            {
                return new RolloutOutcome.Infrastructure([gone, unwritten], record);
            }

            entry = ended.Value;
        }

        return await ports.Journal.WriteAsync(over, cancellationToken).ConfigureAwait(false) is { } problem
            ? new RolloutOutcome.Infrastructure([gone, problem], record)
            : new RolloutOutcome.RolledBack(over, entry, null);
    }
}

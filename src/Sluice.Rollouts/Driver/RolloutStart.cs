using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Driver;

/// <summary>From a request to a rollout in the journal, or to an outcome without one. Nothing that serves is touched.</summary>
internal sealed class RolloutStart(RolloutPorts ports, RolloutRequest request, TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    /// <summary>The rollout, once it is in the journal.</summary>
    public RolloutRecord? Record { get; private set; }

    public async Task<(RolloutRun? Run, RolloutOutcome? Outcome)> BeginAsync(CancellationToken cancellationToken)
    {
        var run = new DeployRun(ports.Deploy, request.Deploy with { Objects = request.Applied }, time);
        var (refusal, expected) = await run.ValidateAsync(cancellationToken).ConfigureAwait(false);
        if (refusal is not null)
        {
            return (null, Of(refusal));
        }

        var unborn = UnbornObjects.Of(expected);
        if (await UnbornObjects.BearAsync(run, ports.Deploy.Objects, unborn, cancellationToken).ConfigureAwait(false) is { } stillborn)
        {
            return (null, Of(stillborn));
        }

        if (await EndUnfinishedAsync(cancellationToken).ConfigureAwait(false) is { } open)
        {
            return (null, open);
        }

        var ledger = await ports.Deploy.Ledger.ReadAsync(cancellationToken).ConfigureAwait(false);
        var found = await ports.Stacks.FindAsync(request.Deploy.Namespace, [.. request.Split.Stacks.Select(stack => stack.Service)], cancellationToken).ConfigureAwait(false);
        var live = await ports.Stacks.FindRollingAsync(request.Deploy.Namespace, request.Split.Rolling, cancellationToken).ConfigureAwait(false);
        if (!ledger.Succeeded(out var entries) || !found.Succeeded(out var stacks) || !live.Succeeded(out var rolling))
        {
            return (null, new RolloutOutcome.Infrastructure([.. ledger.Problems, .. found.Problems, .. live.Problems], null));
        }

        var serving = entries.LastOrDefault(entry => entry.Outcome == LedgerOutcome.Succeeded);
        var stored = serving is { Stored.Length: > 0 } ? (await ports.Deploy.Releases.GetAsync(serving.Stored, cancellationToken).ConfigureAwait(false)).Value : null;
        var finding = LaneFinder.Of(request.Split, request.Placements, stacks, rolling, serving, ReleasePair.Earlier(stored, request.Deploy.Services));
        var shared = ReleasePair.Of(stored, request.Deploy.Services, request.Split);
        if (finding.Lanes.Count == 0)
        {
            return (null, await new InPlaceDeploy(ports, request, time).RunAsync(run, expected, finding, stored, serving, cancellationToken).ConfigureAwait(false));
        }

        await request.Announce([.. finding.Lanes.Where(lane => lane.Stable is not null)], cancellationToken).ConfigureAwait(false);
        return await JournalAsync(finding, shared, serving, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(RolloutRun? Run, RolloutOutcome? Outcome)> JournalAsync(LaneFinding finding, ReleasePair shared, LedgerEntry? serving, CancellationToken cancellationToken)
    {
        var ledger = new LedgerRecord(ports.Deploy);
        await ledger.StoreAsync(request.Stored, cancellationToken).ConfigureAwait(false);
        await ledger.BeginAsync(LedgerEntries.Of(request.Deploy, LedgerOutcome.Running, "", _startedAt, _startedAt), cancellationToken).ConfigureAwait(false);
        if (ledger.Number == 0 || ledger.Stored.Length == 0)
        {
            return (null, new RolloutOutcome.Infrastructure(
                [new ClusterProblem(ClusterProblemKind.Unreachable, "The ledger, or the release's objects, could not be written. Without them nobody could go on with this rollout or back from it, so it does not begin.", "./build.sh Doctor")], null));
        }

        var levels = request.Deploy.Services.ToDictionary(service => service.Name, service => service.Level);
        var plan = new RolloutPlan(
            [.. finding.Lanes.Select(lane => PlanBuilder.Of(lane.Placement, levels[lane.Service], Math.Max(1, lane.Candidate.Replicas)))],
            request.OnRegression,
            request.OnInconclusive,
            request.Deploy.ReadyDeadline);
        var record = new RolloutRecord(
            ledger.Number,
            request.Deploy.Release,
            RolloutStage.Preparing,
            RolloutState.Begin(plan, time.GetUtcNow()),
            [.. finding.Lanes.Select(lane => new LaneRecord(lane.Service, lane.Namespace, lane.Stable?.Name ?? "", lane.Stable?.Mark, lane.Candidate.Name, lane.Candidate.Revision)
            {
                Kind = lane.Stable?.Kind ?? lane.CandidateId.Kind,
                IsRolling = lane.IsRolling,
            })],
            _startedAt)
        {
            Stored = ledger.Stored,
            Before = serving?.Stored ?? "",
            Driver = request.Driver,
            Fence = request.Fence(),
        };
        if (await ports.Journal.WriteAsync(record, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            await ledger.EndAsync(LedgerEntries.Of(request.Deploy, LedgerOutcome.Failed, problem.What, _startedAt, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            return (null, new RolloutOutcome.Infrastructure([problem], null));
        }

        Record = record;
        return (new RolloutRun
        {
            Record = record,
            Request = request,
            Lanes = finding.Lanes,
            InPlace = finding.InPlace,
            Rolling = finding.Rolling,
            Others = finding.Others,
            Shared = shared,
            Ledger = ledger,
            Started = _started,
        }, null);
    }

    /// <summary>A release starts from stable: whatever another one left on its way is taken back first.</summary>
    private async Task<RolloutOutcome?> EndUnfinishedAsync(CancellationToken cancellationToken)
    {
        var read = await ports.Journal.NewestAsync(cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out var newest))
        {
            return new RolloutOutcome.Infrastructure(read.Problems, null);
        }

        if (newest is not [.., { Stage: not RolloutStage.Over } open])
        {
            return null;
        }

        ports.Deploy.Observer.On(new DeployEvent.Notice($"Rollout {open.Number} ({open.Release.Version}) was left unfinished: it is taken back first."));
        var outcome = await new RolloutContinuation(ports, request.Placements, time).RunAsync(open with { Driver = request.Driver, Fence = request.Fence() }, RolloutSignal.Abort, cancellationToken).ConfigureAwait(false);
        return outcome is RolloutOutcome.RolledBack or RolloutOutcome.Succeeded ? null : outcome;
    }

    private static RolloutOutcome Of(DeployOutcome refusal) => refusal switch
    {
        DeployOutcome.Drifted drifted => new RolloutOutcome.Drifted(drifted.Differences),
        DeployOutcome.Rejected rejected => new RolloutOutcome.Refused(rejected.Problems),
        DeployOutcome.Infrastructure broken => new RolloutOutcome.Infrastructure(broken.Problems, null),
        _ => throw new InvalidOperationException($"{refusal.GetType().Name} refuses nothing"),
    };
}

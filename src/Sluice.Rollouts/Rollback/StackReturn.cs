using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Environments;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Rollback;

/// <summary>
/// Brings an earlier release of services with stacks back: traffic first and all at once, everything else after it. It asks no gate
/// and nobody's leave.
/// </summary>
/// <param name="ports">Everything outside.</param>
/// <param name="placements">The services in the environment.</param>
/// <param name="time">The clock.</param>
public sealed class StackReturn(RolloutPorts ports, IReadOnlyList<ServicePlacement> placements, TimeProvider time)
{
    /// <summary>How long stacks that are too small are waited for before traffic goes to what is there.</summary>
    private static readonly TimeSpan ScaleTime = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan ReadBackTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LastWordsTime = TimeSpan.FromSeconds(3);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();
    private readonly List<ObjectChange> _changes = [];

    private IDeployObserver Observer => ports.Deploy.Observer;

    /// <summary>Runs to an outcome; a cancelled token gives <see cref="RollbackOutcome.Interrupted"/>, not an exception.</summary>
    public async Task<RollbackOutcome> RunAsync(RollbackRequest request, LedgerEntry target, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var record = new LedgerRecord(ports.Deploy);
        ClusterProblem? problem;
        try
        {
            entries = await EndOpenAsync(request, entries, cancellationToken).ConfigureAwait(false);
            var read = await StoredTarget.ReadAsync(ports.Deploy, target, cancellationToken).ConfigureAwait(false);
            if (read.Succeeded(out var stored))
            {
                (var back, problem) = await ReturnAsync(request, target, stored, entries, record, cancellationToken).ConfigureAwait(false);
                if (back is not null)
                {
                    return back;
                }
            }
            else
            {
                problem = read.Problems[0];
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(record, request, target, LedgerOutcome.Interrupted, "interrupted").ConfigureAwait(false);
            return new RollbackOutcome.Interrupted(target, _changes);
        }

        await EndAsync(record, request, target, LedgerOutcome.Failed, problem!.What).ConfigureAwait(false);
        return new RollbackOutcome.Failed(target, new DeployOutcome.Infrastructure([problem], _changes), []);
    }

    /// <summary>
    /// A rollout that is under way is taken back before anything else: its candidates would keep their part of the traffic, and whoever
    /// resumes it later would undo this return. What cannot be ended holds up no return. Answers with the ledger as it is then.
    /// </summary>
    private async Task<IReadOnlyList<LedgerEntry>> EndOpenAsync(RollbackRequest request, IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var read = await ports.Journal.NewestAsync(cancellationToken).ConfigureAwait(false);
        if (read.Value is not [.., { Stage: not RolloutStage.Over } open])
        {
            return entries;
        }

        Observer.On(new DeployEvent.Notice($"Rollout {open.Number} ({open.Release.Version}) is under way: it is taken back first."));
        await new RolloutContinuation(ports, placements, time) { HistoryLimit = request.HistoryLimit }.RunAsync(request.Adopt(open), RolloutSignal.Abort, cancellationToken).ConfigureAwait(false);
        return (await ports.Deploy.Ledger.ReadAsync(cancellationToken).ConfigureAwait(false)).Value ?? entries;
    }

    private async Task<(RollbackOutcome.Back? Back, ClusterProblem? Problem)> ReturnAsync(
        RollbackRequest request, LedgerEntry target, StoredRelease stored, IReadOnlyList<LedgerEntry> entries, LedgerRecord record, CancellationToken cancellationToken)
    {
        var stacked = placements.Where(one => one.Strategy is not Model.Strategies.RollingStrategy).Select(one => one.Service).ToHashSet();
        IReadOnlyList<ServiceTarget> services = [.. stored.Services.Select(service => service with { HasStacks = stacked.Contains(service.Name) })];
        var split = StackRelease.Split(stored with { Services = services });
        if (!split.IsPossible)
        {
            return (null, new ClusterProblem(ClusterProblemKind.Invalid, $"Release {RollbackTargets.Name(target)} cannot be parted into stacks: {split.Findings[0]}", "Go back to another release with --to."));
        }

        var found = await ports.Stacks.FindAsync(request.Namespace, [.. split.Stacks.Select(stack => stack.Service)], cancellationToken).ConfigureAwait(false);
        var live = await ports.Stacks.FindRollingAsync(request.Namespace, split.Rolling, cancellationToken).ConfigureAwait(false);
        if (!found.Succeeded(out var stacks) || !live.Succeeded(out var workloads))
        {
            return (null, found.Problems.Concat(live.Problems).First());
        }

        var switches = StackSwitch.Of(split, services, placements, stacks, entries.LastOrDefault(entry => entry.Outcome == LedgerOutcome.Succeeded));
        var rolling = RollingSwitch.Of(split, services, placements, workloads);
        await record.BeginAsync(LedgerEntries.OfReturn(target, request.Author, request.Reason, LedgerOutcome.Running, _startedAt, _startedAt), cancellationToken).ConfigureAwait(false);
        var desk = new EvidenceDesk(ports.Deploy.Evidence, ports.Deploy.Keepers, Observer, time);
        var reading = desk.ReadAsync(Suspects(request.Namespace, [.. switches.Select(one => one.Lane), .. rolling.Select(one => one.Lane)]), cancellationToken);
        if (switches.Count > 0 && await SwitchAsync(switches, request.Now, stacks, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            return (null, problem);
        }

        if (rolling.Count > 0 && await new RollingReturn(ports, time).RunAsync(rolling, request.ReadyDeadline, _changes.Add, cancellationToken).ConfigureAwait(false) is { } unready)
        {
            return (null, unready);
        }

        if (await FollowAsync(switches, split, cancellationToken).ConfigureAwait(false) is { } late)
        {
            return (null, late);
        }

        var evidence = await desk.KeepAsync(entries[^1].Number, await reading.ConfigureAwait(false)).ConfigureAwait(false);
        var elapsed = time.GetElapsedTime(_started);
        await EndAsync(record, request, target, LedgerOutcome.Succeeded, "").ConfigureAwait(false);
        await LeaveAsync(switches, stacks, stored, request, cancellationToken).ConfigureAwait(false);
        var addresses = await new DeployRun(ports.Deploy, Described(request, target, stored), time).AddressesAsync(cancellationToken).ConfigureAwait(false);
        return (new RollbackOutcome.Back(target, _changes, addresses, [.. stored.Objects.Where(item => StoredRelease.IsSecret(item) && !StoredRelease.IsContentNamed(item))], elapsed) { Evidence = evidence }, null);
    }

    /// <summary>Null when all traffic is where it is to be, read back.</summary>
    private async Task<ClusterProblem?> SwitchAsync(IReadOnlyList<StackSwitch> switches, bool isNow, IReadOnlyList<StackFacts> found, CancellationToken cancellationToken)
    {
        var opened = await ports.Watcher.WatchAsync([.. switches.Select(one => one.Lane)], cancellationToken).ConfigureAwait(false);
        if (!opened.Succeeded(out var watch))
        {
            return opened.Problems[0];
        }

        await using (watch.ConfigureAwait(false))
        {
            StackSwitch[] small = [.. switches.Where(one => !one.IsAble(Ready(watch, one), isNow))];
            if (small.Length > 0)
            {
                Observer.On(new DeployEvent.Notice($"Not enough pods are warm of {string.Join(", ", small.Select(one => one.To.Name))}: scaled up first, {ScaleTime.TotalSeconds:0} s at most (--now switches with one)."));
                var raised = await Task.WhenAll(small.Select(one => RaiseAsync(one, found, cancellationToken))).ConfigureAwait(false);
                if (raised.OfType<ClusterProblem>().FirstOrDefault() is { } refusal)
                {
                    return refusal;
                }

                await WaitAsync(watch, () => small.All(one => one.IsAble(Ready(watch, one), isNow)), ScaleTime, cancellationToken).ConfigureAwait(false);
                if (switches.FirstOrDefault(one => Ready(watch, one) == 0) is { } dead)
                {
                    var why = watch.See(dead.Lane)?.Stable?.Failure is { } failure ? $": {failure}" : "";
                    return new ClusterProblem(ClusterProblemKind.Unreachable, $"No pod of {dead.To.Name} is ready{why}, so traffic stays where it is.", $"kubectl -n {dead.To.Namespace} get pods -l {dead.To.Mark.Key}={dead.To.Mark.Value}; another release: --to");
                }
            }

            // Those who use others go back before those they use.
            foreach (var level in switches.GroupBy(one => one.Level).OrderByDescending(group => group.Key))
            {
                var set = await Task.WhenAll(level.Select(one => ports.Traffic.SetAsync(one.Lane, 0, cancellationToken))).ConfigureAwait(false);
                if (set.OfType<ClusterProblem>().FirstOrDefault() is { } problem)
                {
                    return problem;
                }

                _changes.AddRange(level.SelectMany(one => one.Lane.Pointers).Select(pointer => new ObjectChange(pointer.Rendered, ChangeKind.Configured)));
            }

            await WaitAsync(watch, () => switches.All(one => watch.See(one.Lane)?.Weight == 0), ReadBackTime, cancellationToken).ConfigureAwait(false);
            if (switches.FirstOrDefault(one => watch.See(one.Lane)?.Weight != 0) is { } unseen)
            {
                return new ClusterProblem(ClusterProblemKind.Unreachable, $"The traffic of {unseen.Lane.Service} was sent to {unseen.To.Name}; that it arrives there could not be read back within {ReadBackTime.TotalSeconds:0} s.", $"kubectl -n {unseen.To.Namespace} get endpointslices");
            }

            Observer.On(new DeployEvent.Switched([.. switches.Select(one => one.To.Name)], time.GetElapsedTime(_started)));
            return null;
        }
    }

    private Task<ClusterProblem?> RaiseAsync(StackSwitch one, IReadOnlyList<StackFacts> found, CancellationToken cancellationToken) =>
        one.To.IsAdopted && found.Any(stack => stack.Id == one.To)
            ? ports.Stacks.ScaleAsync(one.To, one.Pods, cancellationToken)
            : ports.Stacks.EnsureAsync(one.Target, one.Pods, cancellationToken);

    /// <summary>What comes after the traffic, and still belongs to the return.</summary>
    private async Task<ClusterProblem?> FollowAsync(IReadOnlyList<StackSwitch> switches, StackSplit split, CancellationToken cancellationToken)
    {
        foreach (var one in switches.Where(one => !one.To.IsAdopted))
        {
            if (await ports.Stacks.EnsureAsync(one.Target, one.Pods, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        ManifestObject[] shared = [.. split.Shared.Where(item => item is not { Kind: "Job" }).OrderBy(item => ApplyOrder.Rank(item.Kind))];
        var applied = await ports.Deploy.Objects.ApplyAsync(shared, Note, cancellationToken).ConfigureAwait(false);
        if (applied.Problems is [var refusal, ..])
        {
            return refusal;
        }

        foreach (var one in switches.Where(one => !one.To.IsAdopted))
        {
            if (await ports.Stacks.AutoscaleAsync(one.Target, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private async Task LeaveAsync(IReadOnlyList<StackSwitch> switches, IReadOnlyList<StackFacts> found, StoredRelease stored, RollbackRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var left = switches.Select(one => found.FirstOrDefault(stack => stack.Id.Service == one.Lane.Service && stack.Id.Name == one.Lane.Candidate.Name)?.Id).OfType<StackId>();
            foreach (var problem in (await Task.WhenAll(left.Select(stack => ports.Stacks.RemoveAsync(stack, cancellationToken))).ConfigureAwait(false)).OfType<ClusterProblem>())
            {
                Observer.On(new DeployEvent.Notice($"A stack that was left is still there: {problem.What}"));
            }

            await new CleanUp(ports.Deploy).RunAsync(stored, request.HistoryLimit, request.Namespace, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Observer.On(new DeployEvent.Notice("Cleaning up was interrupted; ./build.sh Sweep goes on with it."));
        }
    }

    private static int Ready(IStackWatch watch, StackSwitch one) => watch.See(one.Lane)?.Stable?.Ready ?? 0;

    private async Task WaitAsync(IStackWatch watch, Func<bool> isDone, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(limit, time, end.Token);
        while (!isDone() && !late.IsCompleted)
        {
            // Changes of what is seen end it early; a watch that says nothing is looked at all the same.
            await Task.WhenAny(late, watch.ChangedAsync(end.Token), Task.Delay(TimeSpan.FromMilliseconds(500), time, end.Token)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        Stop(end);
    }

    private static void Stop(CancellationTokenSource source) => source.Cancel();

    private static EvidenceRequest Suspects(string ns, IReadOnlyList<Lane> lanes) => new(ns, [.. lanes.Select(lane => lane.Service)], [.. lanes.Select(lane => lane.Service)])
    {
        Revisions = [.. lanes.Select(lane => lane.Candidate.Revision).Where(revision => revision.Length > 0)],
    };

    private static DeployRequest Described(RollbackRequest request, LedgerEntry target, StoredRelease stored) => new()
    {
        Release = new Release(target.Version, target.Commit, request.Author, [.. target.Services.Select(service => new ReleaseImage(service.Name, service.Image))], target.RenderedHash),
        Namespace = request.Namespace,
        Objects = stored.Objects,
        Services = stored.Services,
        ReadyDeadline = request.ReadyDeadline,
    };

    private async Task EndAsync(LedgerRecord record, RollbackRequest request, LedgerEntry target, LedgerOutcome outcome, string reason)
    {
        using var lastWords = new CancellationTokenSource(LastWordsTime, time);
        try
        {
            var why = reason.Length == 0 ? request.Reason : $"{request.Reason}; {reason}";
            await record.EndAsync(LedgerEntries.OfReturn(target, request.Author, why, outcome, _startedAt, time.GetUtcNow()), lastWords.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Observer.On(new DeployEvent.Notice("The ledger could not be written in time; this return is not recorded in it."));
        }
    }

    private void Note(ObjectChange change)
    {
        if (change.Kind != ChangeKind.Unchanged)
        {
            _changes.Add(change);
        }

        Observer.On(new DeployEvent.ObjectApplied(change));
    }
}

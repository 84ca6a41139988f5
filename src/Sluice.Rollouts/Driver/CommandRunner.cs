using Sluice.Manifests;
using Sluice.Manifests.Stacks;
using Sluice.Model.Strategies;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>Carries out the commands of a decision. What takes long goes on beside the driver and is not begun twice.</summary>
internal sealed class CommandRunner
{
    private const int ShownLogLines = 5;

    /// <summary>How long pods that are about to be replaced in place are kept for their last words.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly RolloutPorts _ports;
    private readonly IReadOnlyDictionary<string, Lane> _lanes;
    private readonly IGateDesk _desk;
    private readonly TimeProvider _time;
    private readonly EvidenceDesk _evidence;
    private readonly Dictionary<string, Task<ClusterProblem?>> _removals = [];
    private readonly Dictionary<string, JobRun> _runs = [];
    private readonly HashSet<string> _takenBack = [];
    private Task? _saving;

    public CommandRunner(RolloutPorts ports, IReadOnlyList<Lane> lanes, IGateDesk desk, TimeProvider time)
    {
        (_ports, _desk, _time) = (ports, desk, time);
        _lanes = lanes.ToDictionary(lane => lane.Service);
        _evidence = new EvidenceDesk(ports.Deploy.Evidence, ports.Deploy.Keepers, ports.Deploy.Observer, time);
    }

    /// <summary>Whether logs, events and numbers of the candidates are kept, or as much of them as could be had.</summary>
    public bool IsEvidenceSaved => _saving is { IsCompleted: true };

    /// <summary>Where evidence was kept.</summary>
    public IReadOnlyList<string> Evidence { get; private set; } = [];

    /// <summary>What goes on beside the driver.</summary>
    public IEnumerable<Task> UnderWay => _removals.Values.Cast<Task>().Append(_saving ?? Task.CompletedTask).Where(task => !task.IsCompleted);

    /// <summary>The job of a service's present smoke step; <see langword="null"/> before it was started.</summary>
    public JobRun? Job(string service) => _runs.GetValueOrDefault(service);

    /// <summary>Null when it is carried out, or under way.</summary>
    public Task<ClusterProblem?> RunAsync(RolloutCommand command, RolloutRecord record, CancellationToken cancellationToken)
    {
        var lane = _lanes[command.Service];
        return command switch
        {
            RolloutCommand.HoldCapacity hold when lane.Stable is { } stable => _ports.Stacks.HoldAsync(stable, hold.Pods, cancellationToken),
            RolloutCommand.ReleaseCapacity when lane.Stable is { } stable => _ports.Stacks.ReleaseAsync(stable, cancellationToken),
            RolloutCommand.ScaleCandidate scale => _ports.Stacks.EnsureAsync(lane.Candidate, scale.Pods, cancellationToken),
            RolloutCommand.SetWeight { Weight: 0 } when lane.IsRolling && record.State.Phase == RolloutPhase.Returning => ReplaceAsync(lane, record, cancellationToken),
            RolloutCommand.SetWeight weight => SetAsync(lane, weight.Weight, cancellationToken),
            RolloutCommand.Promote => _ports.Traffic.PromoteAsync(lane, cancellationToken),
            RolloutCommand.KeepWarm when lane.Stable is { } stable => _ports.Stacks.KeepWarmAsync(stable, WarmUntil(lane), cancellationToken),
            RolloutCommand.Judge judge => Look(lane, judge.Step, record),
            RolloutCommand.RunJob job => StartAsync(lane, job.Step, record, cancellationToken),
            RolloutCommand.SaveEvidence => Save(record),
            RolloutCommand.RemoveCandidate => Remove(lane, cancellationToken),
            // About a stable stack where there is none.
            _ => Task.FromResult<ClusterProblem?>(null),
        };
    }

    private async Task<ClusterProblem?> SetAsync(Lane lane, int weight, CancellationToken cancellationToken)
    {
        var problem = await _ports.Traffic.SetAsync(lane, weight, cancellationToken).ConfigureAwait(false);
        if (problem is null && weight == 0)
        {
            _takenBack.Add(lane.Service);
        }

        return problem;
    }

    private DateTimeOffset? WarmUntil(Lane lane) => (lane.Placement.Strategy.Warm ?? lane.Placement.Warm).For is { } time ? _time.GetUtcNow() + time : null;

    private Task<ClusterProblem?> Look(Lane lane, int step, RolloutRecord record)
    {
        var (plan, state) = Of(record, lane);
        _desk.Look(lane, step, new GateView(plan.Steps[step].Weight, state.Since));
        return Task.FromResult<ClusterProblem?>(null);
    }

    private async Task<ClusterProblem?> StartAsync(Lane lane, int step, RolloutRecord record, CancellationToken cancellationToken)
    {
        var name = Of(record, lane).Plan.Steps[step].Text;
        IEnumerable<RolloutStep> steps = lane.Placement.Strategy switch
        {
            CanaryStrategy canary => canary.Steps,
            BlueGreenStrategy blueGreen => blueGreen.Checks,
            _ => [],
        };
        if (steps.OfType<SmokeStep>().FirstOrDefault(one => one.Job.Name == name) is not { } smoke)
        {
            return new ClusterProblem(ClusterProblemKind.Configuration, $"sluice.yaml does not have the job '{name}' of {lane.Service} any more, which this rollout is to run.", "");
        }

        var run = RolloutJobNames.Smoke(lane, smoke.Job, record.Number, step, record.Release);
        ManifestObject[] reach = [.. lane.Pointers.Select(pointer => CandidateService.Of(pointer, lane.Candidate.Mark))];
        var applied = await _ports.Deploy.Objects.ApplyAsync(reach, _ => { }, cancellationToken).ConfigureAwait(false);
        var problem = (applied.Problems is [var refusal, ..] ? refusal : null) ?? await _ports.Jobs.StartAsync(run, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            _runs[lane.Service] = run;
        }

        return problem;
    }

    /// <summary>The way back replaces the pods that failed, so what they have to tell is read before.</summary>
    private async Task<ClusterProblem?> ReplaceAsync(Lane lane, RolloutRecord record, CancellationToken cancellationToken)
    {
        await Save(record).ConfigureAwait(false);
        if (_saving is { IsCompleted: false } saving)
        {
            await Task.WhenAny(saving, Task.Delay(LastWords, _time, cancellationToken)).ConfigureAwait(false);
        }

        return await _ports.Traffic.SetAsync(lane, 0, cancellationToken).ConfigureAwait(false);
    }

    // Of all candidates at once: they are one story.
    private Task<ClusterProblem?> Save(RolloutRecord record)
    {
        _saving ??= SaveAsync(record);
        return Task.FromResult<ClusterProblem?>(null);
    }

    private async Task SaveAsync(RolloutRecord record)
    {
        var numbers = _lanes.Values
            .Select(lane => (lane.Service, Sight: _desk.Sight(lane.Service)))
            .Where(one => one.Sight is not null)
            .Select(one => new EvidenceFile($"gate-{one.Service}.txt", $"{one.Sight!.Gate}: {one.Sight.Text}\n"))
            .ToList();
        var reason = record.State.Reason is { } why ? new EvidenceFile("reason.txt", $"{why.Kind} {why.Service}\n{why.Text}\n") : null;
        var bundles = await Task.WhenAll(_lanes.Values.GroupBy(lane => lane.Namespace).Select(group => _evidence.ReadAsync(
            new EvidenceRequest(group.Key, [.. group.Select(lane => lane.Service)], [.. group.Select(lane => lane.Service)])
            {
                Revisions = [.. group.Select(lane => lane.Candidate.Revision)],
            },
            CancellationToken.None))).ConfigureAwait(false);
        IReadOnlyList<EvidenceFile> files = [.. bundles.OfType<EvidenceBundle>().SelectMany(bundle => bundle.Files), .. numbers, .. reason is null ? [] : new[] { reason }];
        ShowLog(record.State.Reason, bundles);
        Evidence = await _evidence.KeepAsync(record.Number, files.Count == 0 ? null : new EvidenceBundle(files)).ConfigureAwait(false);
    }

    /// <summary>The last words of a pod that did not become ready say more than its state; the most telling file is the first.</summary>
    private void ShowLog(RolloutReason? reason, IEnumerable<EvidenceBundle?> bundles)
    {
        if (reason is not { Kind: ReasonKind.NotReady })
        {
            return;
        }

        var log = bundles.OfType<EvidenceBundle>().SelectMany(bundle => bundle.Files).FirstOrDefault(file => file.Path.EndsWith(".log", StringComparison.Ordinal) && file.Text.Trim().Length > 0);
        foreach (var line in (log?.Text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(ShownLogLines))
        {
            _ports.Deploy.Observer.On(new DeployEvent.LogLine(reason.Service, log!.Path.Split('/')[0], line));
        }
    }

    private async Task<ClusterProblem?> Remove(Lane lane, CancellationToken cancellationToken)
    {
        if (!_removals.TryGetValue(lane.Service, out var removal) || removal.IsCompleted)
        {
            _removals[lane.Service] = removal = RemoveAsync(lane, cancellationToken);
        }

        // Draining takes a pod's whole grace; others are not to wait for it.
        return removal.IsCompleted ? await removal.ConfigureAwait(false) : null;
    }

    private async Task<ClusterProblem?> RemoveAsync(Lane lane, CancellationToken cancellationToken)
    {
        try
        {
            // The weight may never have been more than 0, and a run that was overtaken may be about to raise it: what it read must be out of
            // date before the pods go.
            var problem = (lane.Stable is null || lane.IsRolling || _takenBack.Contains(lane.Service) ? null : await SetAsync(lane, 0, cancellationToken).ConfigureAwait(false))
                ?? await _ports.Stacks.RemoveAsync(lane.CandidateId, cancellationToken).ConfigureAwait(false);
            if (problem is not null)
            {
                _ports.Deploy.Observer.On(new DeployEvent.Notice($"{lane.Candidate.Name} could not be removed yet: {problem.What}"));
            }

            return problem;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static (ServicePlan Plan, Machine.ServiceState State) Of(RolloutRecord record, Lane lane) => (
        record.State.Plan.Services.Single(one => one.Service == lane.Service),
        record.State.Services.Single(one => one.Service == lane.Service));
}

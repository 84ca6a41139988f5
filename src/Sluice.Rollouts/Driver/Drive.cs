using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>A rollout while it is driven by this process.</summary>
internal sealed class Drive
{
    /// <summary>Deadlines and people's wishes are looked at that often, whatever happens or does not.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly RolloutPorts _ports;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Lane> _lanes;
    private readonly IStackWatch _watch;
    private readonly IGateDesk _desk;
    private readonly CommandPace _pace = new();
    private readonly CommandRunner _runner;
    private readonly RolloutSenses _senses;
    private readonly JournalDesk _journal;
    private readonly SignalEar _ear;
    private readonly RolloutPicturer _picturer;
    private readonly List<JournalLine> _untold = [];
    private readonly DateTimeOffset _begun;
    private DateTimeOffset? _returning;
    private string _said = "";

    public Drive(RolloutPorts ports, TimeProvider time, IReadOnlyList<Lane> lanes, IStackWatch watch, IGateDesk desk, RolloutRecord record)
    {
        (_ports, _time, _lanes, _watch, _desk, Record) = (ports, time, lanes, watch, desk, record);
        _runner = new CommandRunner(ports, lanes, desk, time);
        _senses = new RolloutSenses(ports, lanes, watch, desk, _runner, time);
        _journal = new JournalDesk(ports.Journal, ports.Deploy.Observer, time);
        _ear = new SignalEar(ports.Signals, record.Number, record.Heard, time);
        _picturer = new RolloutPicturer(ports.Deploy.Observer, lanes, desk);
        _begun = time.GetUtcNow();
    }

    /// <summary>As it is now.</summary>
    public RolloutRecord Record { get; private set; }

    /// <summary>From the decision to go back to weight 0 read back everywhere.</summary>
    public TimeSpan? TrafficBack { get; private set; }

    /// <summary>Where evidence was kept.</summary>
    public IReadOnlyList<string> Evidence => _runner.Evidence;

    /// <summary>Runs to an end.</summary>
    /// <param name="signal">What is asked of it at once.</param>
    /// <param name="leaves">Whether an interruption leaves the weights as they are.</param>
    /// <param name="interrupted">The process is to end soon.</param>
    /// <param name="token">Ends everything; set off some moments after the interruption.</param>
    public async Task<DriveEnd> RunAsync(RolloutSignal signal, bool leaves, CancellationToken interrupted, CancellationToken token)
    {
        var isEnding = false;
        for (; ; )
        {
            if (interrupted.IsCancellationRequested && !isEnding)
            {
                isEnding = true;
                signal = leaves ? RolloutSignal.Leave : RolloutSignal.Interrupt;
            }

            PersonSignal? asked = null;
            if (signal == RolloutSignal.None && !isEnding)
            {
                asked = await _ear.HearAsync(token).ConfigureAwait(false);
                signal = asked?.Signal ?? RolloutSignal.None;
            }

            var seen = await _senses.ObserveAsync(Record.State, signal, token).ConfigureAwait(false);
            var decision = RolloutMachine.Decide(Record.State, seen);
            var due = _pace.Due(decision.Commands, seen.Time);
            var problem = await WriteAsync(decision, due, token).ConfigureAwait(false);
            if (problem is { Kind: ClusterProblemKind.LockLost })
            {
                return new DriveEnd.Failed(Record, problem);
            }

            if (problem is not null)
            {
                // What only takes traffic back needs no record first: going back twice does no harm.
                due = [.. due.Where(command => command is RolloutCommand.SetWeight { Weight: 0 })];
            }

            if (problem is null || due.Count > 0)
            {
                signal = RolloutSignal.None;
                Record = Record with { State = decision.State };
                await TellAsync(asked, decision, seen, token).ConfigureAwait(false);
                if (await CarryOutAsync(due, token).ConfigureAwait(false) is { Kind: ClusterProblemKind.LockLost } lost)
                {
                    return new DriveEnd.Failed(Record, lost);
                }
            }

            if (Ended(isEnding) is { } end)
            {
                await _journal.WriteAsync(Record, token).ConfigureAwait(false);
                return end;
            }

            await RestAsync(problem, isEnding ? CancellationToken.None : interrupted, token).ConfigureAwait(false);
        }
    }

    private async Task<ClusterProblem?> WriteAsync(RolloutDecision decision, IReadOnlyList<RolloutCommand> due, CancellationToken cancellationToken)
    {
        var next = Record with { State = decision.State, Heard = _ear.Heard, Intent = due.Count == 0 ? Record.Intent : [.. due.Select(RolloutWords.Of)] };
        var problem = await _journal.WriteAsync(next, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            Record = next;
        }

        return problem;
    }

    private async Task TellAsync(PersonSignal? asked, RolloutDecision decision, Observation seen, CancellationToken cancellationToken)
    {
        foreach (var happened in decision.Events)
        {
            _ports.Deploy.Observer.On(new DeployEvent.RolloutChanged(happened));
            if (happened is RolloutEvent.Moved { To: RolloutPhase.Returning })
            {
                _returning = seen.Time;
            }
            else if (happened is RolloutEvent.Moved { From: RolloutPhase.Returning } && _returning is { } since)
            {
                TrafficBack = seen.Time - since;
            }
        }

        _picturer.Show(Record, _senses.Seen, seen.Time, decision.Events.Count > 0);
        var isUrgent = decision.Commands.Any(command => command is RolloutCommand.SetWeight);
        List<JournalLine> lines = [.. asked is null ? [] : new[] { RolloutWords.Of(asked, seen.Time) }, .. decision.Events.Select(happened => RolloutWords.Of(happened, seen.Time))];
        _untold.AddRange(lines);
        if (!isUrgent)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        JournalLine[] lines = [.. _untold];
        _untold.Clear();
        await _journal.TellAsync(Record.Number, lines, cancellationToken).ConfigureAwait(false);
        await _journal.KeepGatesAsync(Record.Number, _lanes.Select(lane => lane.Service), _desk, lines.Length > 0, cancellationToken).ConfigureAwait(false);
        await _ear.ForgetAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Services beside each other, the commands of one in their order. Answers with the worst problem.</summary>
    private async Task<ClusterProblem?> CarryOutAsync(IReadOnlyList<RolloutCommand> due, CancellationToken cancellationToken)
    {
        var problems = await Task.WhenAll(due.GroupBy(command => command.Service).Select(group => CarryOutAsync(group, cancellationToken))).ConfigureAwait(false);
        if (due.Count > 0 && problems.All(problem => problem is null))
        {
            Record = Record with { Intent = [] };
        }

        return problems.OfType<ClusterProblem>().OrderBy(problem => problem.Kind == ClusterProblemKind.LockLost ? 0 : 1).FirstOrDefault();
    }

    private async Task<ClusterProblem?> CarryOutAsync(IEnumerable<RolloutCommand> commands, CancellationToken cancellationToken)
    {
        foreach (var command in commands)
        {
            var problem = await _runner.RunAsync(command, Record, cancellationToken).ConfigureAwait(false);
            _pace.Done(command, problem is not null, _time.GetUtcNow());
            if (problem is not null)
            {
                Say($"It will be tried again to {RolloutWords.Of(command)}: {problem.What}");
                return problem;
            }
        }

        return null;
    }

    private DriveEnd? Ended(bool isEnding)
    {
        var state = Record.State;
        if (state.IsOver)
        {
            return new DriveEnd.Over(Record);
        }

        if (isEnding)
        {
            var isBack = state.IsLeft || state.Phase is RolloutPhase.CleaningUp or RolloutPhase.Finishing || (state.Phase == RolloutPhase.Suspended && state.Services.All(IsBack));
            return isBack ? new DriveEnd.Suspended(Record, !state.IsLeft) : null;
        }

        // The machine has no deadline while nobody has looked: what cannot be seen is not judged.
        var isBlind = state.Services.Any(service => service.Phase == ServicePhase.Waiting && service.HadStable is null) && _lanes.Any(lane => _senses.Seen.GetValueOrDefault(lane.Service) is null);
        return isBlind && _time.GetUtcNow() - _begun >= state.Plan.ReadyDeadline
            ? new DriveEnd.Failed(Record, _watch.Problem ?? new ClusterProblem(ClusterProblemKind.Unreachable, "What the cluster runs could not be seen in time.", ""))
            : null;
    }

    private bool IsBack(Machine.ServiceState service) => service.Phase is ServicePhase.Waiting or ServicePhase.Promoted || service.HadStable == false
        || (service.Weight == 0 ? _senses.Seen.GetValueOrDefault(service.Service)?.Weight == 0 : service.Phase == ServicePhase.Scaling);

    private async Task RestAsync(ClusterProblem? problem, CancellationToken interrupted, CancellationToken cancellationToken)
    {
        if (problem is null)
        {
            // The outcome of what was just done, and what was too urgent to be told before it.
            await _journal.WriteAsync(Record, cancellationToken).ConfigureAwait(false);
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        var pause = problem is not null ? AfterFailure : _pace.Next(_time.GetUtcNow()) is { } next && next < Heartbeat ? next : Heartbeat;
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(interrupted, cancellationToken);
        await Task.WhenAny([Task.Delay(pause, _time, rest.Token), _watch.ChangedAsync(rest.Token), _desk.ChangedAsync(rest.Token), .. _runner.UnderWay]).ConfigureAwait(false);
        Stop(rest);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Say(string text)
    {
        if (text != _said)
        {
            _said = text;
            _ports.Deploy.Observer.On(new DeployEvent.Notice(text));
        }
    }

    // Here and now: elsewhere, what is waited for would end at some time.
    private static void Stop(CancellationTokenSource source) => source.Cancel();
}

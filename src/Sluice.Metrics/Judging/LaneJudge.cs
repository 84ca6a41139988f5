using Sluice.Analysis;
using Sluice.Model.Gates;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>Lets the gates of one lane look, one after another, from the first step that is named until it is disposed of.</summary>
internal sealed class LaneJudge : IAsyncDisposable
{
    private readonly Lane _lane;
    private readonly IStackWatch _watch;
    private readonly GateDesks _desks;
    private readonly Action _changed;
    private readonly GateSteps _steps;
    private readonly Dictionary<GateDefinition, GateSeat> _seats = [];
    private readonly Dictionary<GateDefinition, Task<GateHistory?>> _pasts = [];
    private readonly LearntDocument? _learnt;
    private readonly Dictionary<string, LearntGate> _saved;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _state = new();
    private Task? _looking;
    private Looked? _looked;
    private TaskCompletionSource _lookedAnew = new();
    private bool _isOverruled;
    private bool _isDisposed;
    private long _begun;
    private TimeSpan? _last;
    private (int Step, double? Weight) _inForce = (-1, null);
    private double? _weight;
    private PodsSeen? _pods;
    private volatile Found? _found;

    /// <param name="lane">The lane.</param>
    /// <param name="watch">Knows its pods.</param>
    /// <param name="learnt">What its gates learnt before; <see langword="null"/> for nothing.</param>
    /// <param name="desks">Sources, clock and pace.</param>
    /// <param name="changed">Told of every answer.</param>
    public LaneJudge(Lane lane, IStackWatch watch, byte[]? learnt, GateDesks desks, Action changed)
    {
        (_lane, _watch, _desks, _changed, _steps) = (lane, watch, desks, changed, GateSteps.Of(lane));
        _learnt = learnt is null ? null : LearntDocument.Read(learnt);
        if (learnt is not null && _learnt is null)
        {
            desks.Notice($"What the gates of {lane.Service} had learnt cannot be read; they begin anew.");
        }

        _saved = (_learnt?.Gates ?? []).DistinctBy(gate => gate.Name).ToDictionary(gate => gate.Name);
        foreach (var gate in _steps.Gates.OfType<EvidenceGate>().Where(gate => !_saved.ContainsKey(gate.Name) && lane.Placement.SourceOf(gate) is not ScrapeSource))
        {
            _pasts.Add(gate, PastAsync(gate, _end.Token));
        }

        // Whoever drives on need not be in a step with a gate: what was looked at before is looked at again.
        if (_learnt is not null)
        {
            Look(_learnt.Step, new GateView(_learnt.Weight, desks.Time.GetUtcNow()));
        }
    }

    /// <summary>The newest answer; <see langword="null"/> before the first.</summary>
    public Found? Newest => _found;

    public void Look(int step, GateView view)
    {
        if (_steps.Find(step) is not { } gated)
        {
            return;
        }

        TaskCompletionSource anew;
        lock (_state)
        {
            if (_looked?.Step == step)
            {
                return;
            }

            // Somebody decided that it may go on nevertheless: what was found until then was answered.
            _isOverruled |= _found is { Answer: { Word: GateWord.Rollback } answer } && step > answer.Step;
            (_looked, anew, _lookedAnew) = (new Looked(step, view, gated), _lookedAnew, new TaskCompletionSource());
        }

        anew.TrySetResult();
        _looking ??= LookOnAsync(_end.Token);
    }

    public byte[]? Learnt()
    {
        lock (_state)
        {
            return _last is { } time && _looked is { } looked
                ? new LearntDocument(time, looked.Step, looked.View.Weight, [.. _seats.Values.Select(seat => seat.Save()), .. _saved.Values]).ToBytes()
                : null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _end.CancelAsync().ConfigureAwait(false);
        foreach (var task in _pasts.Values.Append(_looking).OfType<Task>())
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _end.Dispose();
    }

    private async Task LookOnAsync(CancellationToken cancellationToken)
    {
        _begun = _desks.Time.GetTimestamp();
        while (true)
        {
            Task anew;
            Looked looked;
            lock (_state)
            {
                (looked, anew) = (_looked!, _lookedAnew.Task);
            }

            try
            {
                await LookOnceAsync(looked, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // A gate that no longer looks would leave its last answer standing, be it a pass.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                TellFailure(looked, exception);
            }

            await Task.WhenAny(Task.Delay(_desks.Interval, _desks.Time, cancellationToken), anew).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task LookOnceAsync(Looked looked, CancellationToken cancellationToken)
    {
        var seat = await SeatOfAsync(looked.Gated.Gate, cancellationToken).ConfigureAwait(false);
        var pods = PodsSeen.Of(_lane, _watch);
        var began = (looked.Step, Weight: WeightOf(pods));
        var intake = pods is null
            ? Intake.Failed($"the pods are not known{(_watch.Problem is { } problem ? $": {problem}" : "")}")
            : await seat.Intake.TakeAsync(pods, Now(), Change, cancellationToken).ConfigureAwait(false);
        var restarts = pods is null || _pods is null ? 0 : RestartSignal.Between(_pods.Candidate, pods.Candidate).Restarts;
        _pods = pods ?? _pods;
        _weight = began.Weight ?? _weight;
        lock (_state)
        {
            var time = Now();
            var (answer, sight) = seat.Judge(looked.Step, new GateSample(time, looked.Gated.Index, _weight ?? looked.View.Weight) { From = _last ?? time, CandidateRestarts = restarts }, intake);
            _last = time;
            _found = new Found(answer, sight);
        }

        _changed();

        WeightChange Change()
        {
            Looked now;
            lock (_state)
            {
                now = _looked!;
            }

            var ended = (now.Step, Weight: WeightOf(PodsSeen.Of(_lane, _watch)));
            var change = new WeightChange(began.Step != _inForce.Step, began != _inForce, ended != began || began.Weight is null);
            _inForce = began;
            return change;
        }
    }

    /// <summary>The share that is really served, in percent; <see langword="null"/> while nobody knows.</summary>
    private double? WeightOf(PodsSeen? pods)
    {
        // Without stable there is nothing to compare with: all that is served is the candidate's.
        if (pods is { Stable.Count: 0, Candidate.Count: > 0 })
        {
            return 100;
        }

        return _watch.See(_lane) is { } sight && (sight.Served ?? sight.Weight) is { } weight ? Math.Clamp(weight, 0, 100) : null;
    }

    /// <summary>The gates' own clock: it stands while nobody looks, and never goes back.</summary>
    private TimeSpan Now()
    {
        var time = (_learnt?.Time ?? TimeSpan.Zero) + _desks.Time.GetElapsedTime(_begun);
        var first = _learnt?.Time + TimeSpan.FromTicks(1) ?? TimeSpan.Zero;
        var least = _last + TimeSpan.FromTicks(1) ?? first;
        return time > least ? time : least;
    }

    private void TellFailure(Looked looked, Exception exception)
    {
        // What was found stays found.
        if (_found is not { Answer.Word: GateWord.Rollback })
        {
            var (gate, text) = (looked.Gated.Gate.Name, $"it could not look: {exception.Message}");
            _found = new Found(new GateAnswer(looked.Step, GateWord.Continue, false, $"{gate}: {text}"), new GateSight(gate, text));
            _changed();
        }
    }

    private async Task<GateSeat> SeatOfAsync(GateDefinition gate, CancellationToken cancellationToken)
    {
        lock (_state)
        {
            if (_isOverruled)
            {
                _desks.Notice($"{_lane.Service}: the rollout goes on against its gate, which judges by what comes from now on.");
                _seats.Clear();
                _saved.Clear();
                _isOverruled = false;
            }
            else if (_seats.TryGetValue(gate, out var known))
            {
                return known;
            }
        }

        var seat = await NewSeatAsync(gate).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_state)
        {
            if (_saved.Remove(gate.Name, out var saved) && seat.Restore(saved, _steps.Find(_learnt!.Step)?.Index) is { } problem)
            {
                _desks.Notice($"What the gate {gate.Name} of {_lane.Service} had learnt cannot be used: {problem}. It begins anew.");
            }

            _seats.Add(gate, seat);
        }

        return seat;
    }

    private async Task<GateSeat> NewSeatAsync(GateDefinition gate)
    {
        if (_pasts.TryGetValue(gate, out var load))
        {
            await ((Task)load).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var past = load is { IsCompletedSuccessfully: true } ? await load.ConfigureAwait(false) : null;
        var pods = PodsSeen.Of(_lane, _watch);
        var context = new GateContext { Steps = _steps.All, History = past, CandidatePods = pods?.Candidate.Count ?? 0, BaselinePods = pods?.Stable.Count ?? 0 };
        var source = _lane.Placement.SourceOf(gate);
        var reads = _desks.Sources.Open(_lane.Service, source);
        IIntake intake = gate is PromQlGate queries
            ? new QueriedIntake(queries, _lane, reads)
            : new CountedIntake(gate, _lane.Namespace, reads, source is ScrapeSource, _desks.Time.GetUtcNow());
        return new GateSeat(GateFactory.Create(gate, context), intake);
    }

    private async Task<GateHistory?> PastAsync(EvidenceGate gate, CancellationToken cancellationToken)
    {
        if (_lane.Stable is not { } stable || _watch.Pods(stable) is not { Count: > 0 } pods)
        {
            return null;
        }

        using var limit = new CancellationTokenSource(_desks.PastLimit, _desks.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var question = new MetricsQuestion(_lane.Namespace, [.. pods.Select(pod => pod.Name)], []);
        return await StablePast.ReadAsync(gate, _desks.Sources.Open(_lane.Service, _lane.Placement.SourceOf(gate)), question, _desks.Time.GetUtcNow(), both.Token).ConfigureAwait(false);
    }

    /// <summary>An answer with its numbers.</summary>
    internal sealed record Found(GateAnswer Answer, GateSight Sight);

    private sealed record Looked(int Step, GateView View, GatedStep Gated);
}

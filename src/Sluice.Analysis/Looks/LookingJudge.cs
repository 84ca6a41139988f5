using Sluice.Analysis.State;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Looks;

/// <summary>What one look of a gate with bounds found.</summary>
internal enum Look
{
    /// <summary>Too little, or nothing that is a number: neither failed nor passed.</summary>
    Unknown,

    /// <summary>Everything is within its bounds.</summary>
    Passed,

    /// <summary>Something is outside of its bounds.</summary>
    Failed,
}

/// <summary>A gate that looks at fixed times: rolls back after so many failed looks in a row, passes after a passed one and the dwell.</summary>
internal abstract class LookingJudge(GateDefinition definition, GateContext context, TimeSpan interval, int failures) : IGate
{
    private TimeSpan? _time;
    private TimeSpan _stepBegan;
    private TimeSpan _lookBegan;
    private TimeSpan? _silentSince;
    private TimeSpan? _restarted;
    private int _step;
    private int _failedInRow;
    private int _restarts;
    private int _lastLook;
    private double _weight;
    private bool _rolledBack;
    private bool _passed;
    private string? _sourceProblem;
    private int _decision;

    public string Name => definition.Name;

    /// <summary>Kind and settings, for <see cref="Restore"/>.</summary>
    protected abstract string Fingerprint { get; }

    public Answer Observe(in GateSample sample)
    {
        if (SampleCheck.ProblemOf(sample, _time, context.Steps.Count) is { } problem)
        {
            return new Answer((Decision)_decision, problem);
        }

        var from = sample.From ?? _time ?? TimeSpan.Zero;
        var straddles = MoveTo(sample, from);
        _time = sample.Time;
        _sourceProblem = sample.SourceProblem;
        if (sample.CandidateRestarts > 0)
        {
            (_restarts, _restarted) = (_restarts + sample.CandidateRestarts, sample.Time);
        }

        if (!straddles)
        {
            Count(sample);
            Listen(sample, from);
            if (sample.Time - _lookBegan >= interval)
            {
                Settle(LookAt(sample.Time - _lookBegan));
                _lookBegan = sample.Time;
            }
        }

        _decision = (int)Decide(sample.Time);
        return new Answer((Decision)_decision);
    }

    public Verdict Explain()
    {
        var metrics = Metrics();
        var time = _time ?? TimeSpan.Zero;
        var failed = metrics.FirstOrDefault(metric => metric.IsOutside);
        var warnings = metrics.Select(metric => metric.Problem).OfType<string>().ToList();
        if (_restarts > 0)
        {
            warnings.Add($"the candidate's containers restarted {_restarts} times");
        }

        var lacking = _sourceProblem is { } problem ? $"the metrics could not be read: {problem}"
            : (Look)_lastLook == Look.Failed ? $"{_failedInRow} of {failures} failed looks in a row{(failed is null ? "" : ": " + VerdictText.Compared(failed.Metric))}"
            : (Look)_lastLook == Look.Unknown ? warnings.FirstOrDefault() ?? "too few requests or no value to judge"
            : "the step is not over";
        var step = context.Steps[_step];
        return new Verdict((Decision)_decision, (Decision)_decision switch
        {
            Decision.Rollback => failed is null ? "too many failed looks in a row" : $"outside of its bounds: {VerdictText.Compared(failed.Metric)}",
            Decision.Pass => $"within all bounds after {VerdictText.Duration(time - _stepBegan)}",
            Decision.Inconclusive when IsSilent(time) => $"the candidate has weight and no request reached it for {VerdictText.Duration(time - _silentSince!.Value)}",
            Decision.Inconclusive => $"no decision within {VerdictText.Duration(step.Deadline ?? definition.Deadline)}: {lacking}",
            _ when _time is null => "nothing was seen yet",
            _ => lacking,
        })
        {
            Gate = Name,
            Time = time,
            Step = _step,
            Metric = failed?.Metric.Name,
            Metrics = [.. metrics.Select(metric => metric.Metric)],
            Warnings = warnings,
        };
    }

    public byte[] Save() => SavedState.Write(FullFingerprint, Visit);

    public string? Restore(ReadOnlySpan<byte> saved)
    {
        var before = Save();
        var problem = SavedState.Read(saved, FullFingerprint, Visit);
        if (problem is not null)
        {
            SavedState.Read(before, FullFingerprint, Visit);
        }

        return problem;
    }

    /// <summary>Takes the counts of a sample.</summary>
    protected abstract void Count(in GateSample sample);

    /// <summary>Judges what was counted since the look before.</summary>
    protected abstract Look LookAt(TimeSpan elapsed);

    /// <summary>A step begins.</summary>
    protected abstract void BeginStep();

    /// <summary>What the last look saw.</summary>
    protected abstract IReadOnlyList<Seen> Metrics();

    protected virtual void Visit(IState state)
    {
        state.OptionalTime(ref _time);
        state.Time(ref _stepBegan);
        state.Time(ref _lookBegan);
        state.OptionalTime(ref _silentSince);
        state.OptionalTime(ref _restarted);
        state.Int(ref _step);
        state.Int(ref _failedInRow);
        state.Int(ref _restarts);
        state.Int(ref _lastLook);
        state.Double(ref _weight);
        state.Flag(ref _rolledBack);
        state.Flag(ref _passed);
        state.Text(ref _sourceProblem);
        state.Int(ref _decision);
    }

    private string FullFingerprint => $"{Fingerprint} {interval.Ticks} {failures} {definition.Dwell.Ticks} {definition.Deadline.Ticks} {string.Join(' ', context.Steps)}";

    private bool MoveTo(in GateSample sample, TimeSpan from)
    {
        var isFirst = _time is null;
        if (!isFirst && sample.Step == _step && sample.Weight == _weight)
        {
            return false;
        }

        var straddles = !isFirst && !sample.Settled;
        if (isFirst || sample.Step != _step)
        {
            _step = sample.Step;
            _stepBegan = straddles ? sample.Time : from;
            _lookBegan = _stepBegan;
            (_passed, _failedInRow, _lastLook) = (false, 0, (int)Look.Unknown);
            BeginStep();
        }

        _weight = sample.Weight;
        _silentSince = null;
        return straddles;
    }

    private void Listen(in GateSample sample, TimeSpan from)
    {
        if ((sample.Errors?.Candidate.Requests ?? sample.Latency?.Candidate.Requests) is { } requests)
        {
            _silentSince = requests > 0 || _weight <= 0 ? null : _silentSince ?? from;
        }
    }

    private void Settle(Look look)
    {
        _lastLook = (int)look;
        _failedInRow = look switch { Look.Failed => _failedInRow + 1, Look.Passed => 0, _ => _failedInRow };
        _rolledBack |= _failedInRow >= failures;
    }

    private Decision Decide(TimeSpan time)
    {
        if (_rolledBack)
        {
            return Decision.Rollback;
        }

        var step = context.Steps[_step];
        var (dwell, deadline) = (step.Dwell ?? definition.Dwell, step.Deadline ?? definition.Deadline);
        var elapsed = time - _stepBegan;
        _passed |= (Look)_lastLook == Look.Passed && elapsed >= dwell && elapsed <= deadline && !(time - _restarted < dwell);
        return _passed ? Decision.Pass
            : elapsed >= deadline || IsSilent(time) ? Decision.Inconclusive
            : Decision.Continue;
    }

    private bool IsSilent(TimeSpan time) => time - _silentSince >= GateTimes.Silence;

    /// <summary>A value with what the look made of it.</summary>
    protected sealed record Seen(MetricVerdict Metric, bool IsOutside, string? Problem);
}

using Sluice.Analysis.State;

namespace Sluice.Analysis.Evidence;

/// <summary>What an evidence gate has learnt: its processes and where the rollout stands.</summary>
internal sealed class EvidenceRun
{
    /// <summary>So much of a step is looked at before its traffic is called little.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly EvidenceSettings _settings;
    private readonly MetricProcess? _errors;
    private readonly LatencyWatch? _latency;
    private TimeSpan? _time;
    private TimeSpan _stepBegan;
    private TimeSpan _blockBegan;
    private TimeSpan? _silentSince;
    private TimeSpan? _restarted;
    private int _step;
    private int _restarts;
    private double _weight;
    private double _requests;
    private bool _rolledBack;
    private bool _passed;
    private string? _sourceProblem;

    public EvidenceRun(EvidenceSettings settings)
    {
        _settings = settings;
        _errors = settings.JudgesErrors ? new MetricProcess(settings.Errors) : null;
        _latency = settings.JudgesLatency ? new LatencyWatch(settings) : null;
    }

    public EvidenceSettings Settings => _settings;

    public Decision Decision { get; private set; }

    /// <summary>ln of the weighted evidence of all metrics.</summary>
    public double LogEvidence { get; private set; }

    public TimeSpan? Time => _time;

    public TimeSpan StepBegan => _stepBegan;

    public TimeSpan? SilentSince => _silentSince;

    public TimeSpan? Restarted => _restarted;

    public int Restarts => _restarts;

    public int Step => _step;

    public string? SourceProblem => _sourceProblem;

    public string? LatencyWarning => _latency?.Warning;

    public MetricProcess? Errors => _errors;

    public MetricProcess[] Latency => _latency?.Processes ?? [];

    public bool JudgesLatency => _latency is not null;

    /// <summary>What the candidate is held against at this weight and traffic.</summary>
    public Measure Measure => _weight >= 100 && _settings.HasObjective ? Measure.Objective
        : IsTrickle ? _settings.MeasureOfTrickle
        : Measure.Margin;

    /// <summary>Little traffic, judged by what the step saw so far: that says nothing about how good its answers were.</summary>
    private bool IsTrickle => _settings.Definition.LowTraffic is { } low && _time - _stepBegan is { } elapsed && elapsed >= s_patience
        && _requests < low.Below * elapsed.TotalSeconds;

    public Answer Observe(in GateSample sample)
    {
        if (SampleCheck.ProblemOf(sample, _time, _settings.Steps.Count) is { } problem)
        {
            return new Answer(Decision, problem);
        }

        var from = sample.From ?? _time ?? TimeSpan.Zero;
        var straddles = MoveTo(sample, from);
        Count(sample, from, straddles);
        _time = sample.Time;
        if (sample.Time - _blockBegan >= _settings.Block)
        {
            EndBlock(sample.Time);
        }

        LogEvidence = Weigh();
        Decision = Decide(sample.Time);
        return new Answer(Decision);
    }

    public void Visit(IState state)
    {
        state.OptionalTime(ref _time);
        state.Time(ref _stepBegan);
        state.Time(ref _blockBegan);
        state.OptionalTime(ref _silentSince);
        state.OptionalTime(ref _restarted);
        state.Int(ref _step);
        state.Int(ref _restarts);
        state.Double(ref _weight);
        state.Double(ref _requests);
        state.Flag(ref _rolledBack);
        state.Flag(ref _passed);
        state.Text(ref _sourceProblem);
        var (decision, log) = ((int)Decision, LogEvidence);
        state.Int(ref decision);
        state.Double(ref log);
        (Decision, LogEvidence) = ((Decision)decision, log);
        _errors?.Visit(state);
        _latency?.Visit(state);
    }

    /// <summary>Follows the rollout to a sample's step and weight; true if the sample lies on both sides of the change.</summary>
    private bool MoveTo(in GateSample sample, TimeSpan from)
    {
        var isFirst = _time is null;
        if (!isFirst && sample.Step == _step && sample.Weight == _weight)
        {
            return false;
        }

        var straddles = !isFirst && !sample.Settled;
        var began = straddles ? sample.Time : from;
        EndBlock(began);
        if (isFirst || sample.Step != _step)
        {
            (_step, _stepBegan, _passed, _requests) = (sample.Step, began, false, 0);
            _errors?.BeginStep(_step);
            _latency?.BeginStep(_step);
        }

        _weight = sample.Weight;
        _silentSince = null;
        return straddles;
    }

    private void Count(in GateSample sample, TimeSpan from, bool straddles)
    {
        _sourceProblem = sample.SourceProblem;
        if (sample.CandidateRestarts > 0)
        {
            _restarts += sample.CandidateRestarts;
            _restarted = sample.Time;
        }

        if (straddles)
        {
            return;
        }

        var measure = Measure;
        if (sample.Errors is { } errors)
        {
            _errors?.Add(errors, _step, measure);
        }

        if (sample.Latency is { } latency)
        {
            _latency?.Add(latency, _step, sample.Time, measure);
        }

        if ((sample.Errors?.Candidate.Requests ?? sample.Latency?.Candidate.Requests) is { } requests)
        {
            _requests += requests;
            _silentSince = requests > 0 || _weight <= 0 ? null : _silentSince ?? from;
        }
    }

    private void EndBlock(TimeSpan time)
    {
        _blockBegan = time;
        _errors?.EndBlock();
        foreach (var process in Latency)
        {
            process.EndBlock();
        }
    }

    private double Weigh()
    {
        var total = double.NegativeInfinity;
        if (_errors is not null)
        {
            _errors.Update();
            total = Math.Log(_errors.Settings.Weight) + _errors.LogEvidence;
        }

        if (_latency is not null)
        {
            foreach (var process in _latency.Processes)
            {
                process.Update();
                total = LogSum.Add(total, Math.Log(process.Settings.Weight) + process.LogEvidence);
            }

            if (_latency.Processes.Length == 0)
            {
                total = LogSum.Add(total, Math.Log(_settings.WeightOfLatency));
            }
        }

        return total;
    }

    private Decision Decide(TimeSpan time)
    {
        _rolledBack |= LogEvidence >= _settings.LogBound;
        if (_rolledBack)
        {
            return Decision.Rollback;
        }

        var step = _settings.Steps[_step];
        var elapsed = time - _stepBegan;
        _passed |= elapsed >= step.Dwell && elapsed <= step.Deadline && IsQuiet(time, step) && IsWithinMargins();
        return _passed ? Decision.Pass
            : elapsed >= step.Deadline || time - _silentSince >= GateTimes.Silence ? Decision.Inconclusive
            : Decision.Continue;
    }

    /// <summary>No container of the candidate restarted during the last dwell.</summary>
    private bool IsQuiet(TimeSpan time, GateStep step) => !(time - _restarted < step.Dwell);

    private bool IsWithinMargins()
    {
        var measure = Measure;
        var judged = 0;
        if (_errors is not null && _errors.Judges(measure))
        {
            judged++;
            if (_errors.LogPromotion(_step, measure) < _settings.LogPromotionBound)
            {
                return false;
            }
        }

        foreach (var process in Latency)
        {
            if (process.Judges(measure))
            {
                judged++;
                if (process.LogPromotion(_step, measure) < _settings.LogPromotionBound)
                {
                    return false;
                }
            }
        }

        // Durations that are to be judged and cannot be are no success.
        return judged > 0 && (_latency is null || _latency.Processes.Length > 0);
    }
}

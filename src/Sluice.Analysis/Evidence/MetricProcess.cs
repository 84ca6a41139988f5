using Sluice.Analysis.State;

namespace Sluice.Analysis.Evidence;

/// <summary>Everything that is known about one metric.</summary>
internal sealed class MetricProcess(MetricSettings settings)
{
    /// <summary>From here on bad answers are frequent …</summary>
    private const double Frequent = 0.15;

    /// <summary>… and so many requests of stable tell how frequent.</summary>
    private const double Known = 200;

    private readonly RollbackProcess _rollback = new(settings.Effects, settings.Steps);
    private readonly PromotionProcess _promotion = new(settings.Margins);
    private readonly PromotionProcess? _wide = settings.WideMargins is { } margins ? new(margins) : null;
    private readonly EffectProcess _effect = new();
    private Arms _compared;
    private Arms _block;
    private Counts _objectiveBlock;
    private Arms _stepTotals;
    private Counts _baseline;

    public MetricSettings Settings => settings;

    /// <summary>What was counted in all, including what could not be compared.</summary>
    public Arms Totals { get; private set; }

    /// <summary>What was counted since the step began.</summary>
    public Arms StepTotals => _stepTotals;

    /// <summary>ln of the evidence against the candidate.</summary>
    public double LogEvidence => _rollback.Log;

    /// <summary>ln of the evidence for a pass.</summary>
    public double LogPromotion(int step, Measure measure) => measure switch
    {
        Measure.Objective => _promotion.LogOfObjective,
        Measure.WideMargin => (_wide ?? _promotion).Log(step),
        _ => _promotion.Log(step),
    };

    /// <summary>How much worse than the measure's stable rate a passed candidate may be.</summary>
    public double Margin(int step, Measure measure) => measure switch
    {
        Measure.Objective => settings.Objective,
        Measure.WideMargin => (settings.WideMargins ?? settings.Margins)[step],
        _ => settings.Margins[step],
    };

    /// <summary>Stable's rate, before the interval that is added next.</summary>
    public double BaselineRate => (0.5 + settings.Prior.Bad + _baseline.Bad) / (1 + settings.Prior.Requests + _baseline.Requests);

    /// <summary>The candidate's rate over stable's, drawn towards 1 by half a bad request.</summary>
    public double Ratio => (_compared.Candidate.Bad + 0.5) / (_compared.Candidate.Requests + (0.5 / BaselineRate)) / BaselineRate;

    public RatioInterval Interval => _effect.Interval();

    /// <summary>Both sides had traffic at the same time.</summary>
    public bool HasCompared => _compared.Candidate.Requests > 0 && _compared.Baseline.Requests > 0;

    public bool Judges(Measure measure) => measure != Measure.Objective || settings.Objective > 0;

    public void BeginStep(int step)
    {
        _stepTotals = default;
        _rollback.Begin(step);
    }

    public void Add(Arms arms, int step, Measure measure, Tolerance? tolerance = null)
    {
        var objective = measure == Measure.Objective;
        var beta = BaselineRate;
        var passing = arms;

        // Where there is no stable to be slower than, the bound itself holds.
        if (tolerance is { } tolerated && !objective && settings.Rho0 > 0)
        {
            (arms, passing) = (WithBad(arms, tolerated.Worse), WithBad(arms, tolerated.Good));
        }

        if (objective ? _block != default : _objectiveBlock != default)
        {
            EndBlock();
        }

        if (objective)
        {
            if (settings.Objective > 0 && arms.Candidate.Requests > 0)
            {
                _rollback.Add(arms, beta: 1, rho0: 0, settings.Objective, settings.Kappa);
                _promotion.AddAgainst(settings.Objective, arms, settings.Kappa);
                _objectiveBlock += arms.Candidate;
            }
        }
        else if (arms.Candidate.Requests > 0 && (arms.Baseline.Requests > 0 || settings.Rho0 == 0))
        {
            if (IsExact(beta))
            {
                _rollback.AddExact(arms, beta);
            }
            else
            {
                _rollback.Add(arms, beta, settings.Rho0, settings.Delta, settings.Kappa);
            }

            _promotion.Add(passing, step, beta, settings.Rho0, settings.Kappa);
            _wide?.Add(passing, step, beta, settings.Rho0, settings.Kappa);
            _effect.Add(arms, Ratio, settings.Kappa);
            _compared = Sum(_compared, arms);
        }

        if (!objective)
        {
            _block = Sum(_block, arms);
        }

        _baseline += arms.Baseline;
        Totals = Sum(Totals, arms);
        _stepTotals = Sum(_stepTotals, arms);
    }

    /// <summary>The block is over, by time or because the weight changes.</summary>
    public void EndBlock()
    {
        if (settings.Rho0 > 0)
        {
            _rollback.AddBlock(_block, settings.Rho0);
        }
        else
        {
            _rollback.AddBlockAgainst(settings.Delta, _block.Candidate);
        }

        _rollback.AddBlockAgainst(settings.Objective, _objectiveBlock);
        (_block, _objectiveBlock) = (default, default);
    }

    public void Update() => _rollback.Update();

    public void Visit(IState state)
    {
        _rollback.Visit(state);
        _promotion.Visit(state);
        _wide?.Visit(state);
        _effect.Visit(state);
        state.Arms(ref _compared);
        state.Arms(ref _block);
        state.Counts(ref _objectiveBlock);
        state.Arms(ref _stepTotals);
        state.Counts(ref _baseline);
        var totals = Totals;
        state.Arms(ref totals);
        Totals = totals;
    }

    /// <summary>Only what was seen before an interval chooses the form of its bets, so their product stays evidence.</summary>
    private bool IsExact(double beta) => settings is { Kappa: 1, Rho0: 1, Delta: 0 } && beta > Frequent && settings.Prior.Requests + _baseline.Requests >= Known;

    private static Arms WithBad(Arms arms, double bad) => arms with { Candidate = arms.Candidate with { Bad = bad } };

    private static Arms Sum(Arms left, Arms right) => new(left.Candidate + right.Candidate, left.Baseline + right.Baseline);
}

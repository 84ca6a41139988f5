using Sluice.GateBenchmarks.Comparators;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>Argo Rollouts with a background analysis of the success rate; its steps are a weight and a pause of five minutes each.</summary>
internal sealed class ArgoJudge : IJudge
{
    private const double PauseSeconds = 300;
    private readonly ArgoAnalysis _analysis;
    private readonly Minutes _minutes = new();
    private double _stepEnds = PauseSeconds;

    public ArgoJudge(int failureLimit) => _analysis = new ArgoAnalysis(new ArgoMetric
    {
        // The first measurement waits for a minute of data: without the delay it would be an error.
        InitialDelaySeconds = 60,
        FailureLimit = failureLimit,
        SuccessCondition = value => value >= 0.99,
    });

    public Ruling Observe(in Look look)
    {
        if (_minutes.Add(look) && _analysis.IsDue(look.Seconds))
        {
            _analysis.Measure(look.Seconds, 1 - _minutes.Candidate.ErrorRate);
        }

        if (_analysis.Phase is ArgoPhase.Failed or ArgoPhase.Error)
        {
            return Ruling.Rollback;
        }

        if (look.Seconds < _stepEnds)
        {
            return Ruling.Continue;
        }

        _stepEnds = look.Seconds + PauseSeconds;
        return Ruling.Advance;
    }
}

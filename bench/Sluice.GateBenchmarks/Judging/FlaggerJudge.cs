using Sluice.GateBenchmarks.Comparators;
using Sluice.GateBenchmarks.Simulation;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>Flagger with its two built-in metrics as in its tutorials; latency is checked where there is any.</summary>
internal sealed class FlaggerJudge(Scenario scenario, IReadOnlyList<double> weights) : IJudge
{
    private readonly FlaggerLoop _loop = new(new FlaggerAnalysis { StepWeights = weights });
    private readonly Minutes _minutes = new();

    public Ruling Observe(in Look look)
    {
        if (!_minutes.Add(look) || !_loop.IsDue(look.Seconds))
        {
            return Ruling.Continue;
        }

        var duration = scenario.Latency is { } latency ? _minutes.Candidate.Quantile(0.99, latency.Bounds) : null;
        return _loop.Tick(look.Seconds, 100 * (1 - _minutes.Candidate.ErrorRate), duration) switch
        {
            FlaggerAction.Rollback => Ruling.Rollback,
            FlaggerAction.Advance or FlaggerAction.Promote => Ruling.Advance,
            _ => Ruling.Continue,
        };
    }
}

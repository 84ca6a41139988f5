using Sluice.Analysis.State;

namespace Sluice.Analysis.Evidence;

/// <summary>
/// A confidence sequence for the ratio of the rates: every ratio of a grid is a null hypothesis of its own, and those are left
/// that the bets on what was seen before did not refute. It holds at every look.
/// </summary>
internal sealed class EffectProcess
{
    /// <summary>ln(1/0.05): the interval covers with 95 %.</summary>
    private const double Refuted = 2.9957322735539909;

    private readonly double[] _logs = new double[EffectGrid.Candidates.Length];

    /// <summary>An interval of both sides' traffic; <paramref name="ratio"/> is what was estimated before it.</summary>
    public void Add(Arms arms, double ratio, double kappa)
    {
        if (arms.Candidate.Bad + arms.Baseline.Bad <= 0)
        {
            return;
        }

        var grid = EffectGrid.Candidates;
        for (var v = 0; v < grid.Length; v++)
        {
            var tilt = IntervalEvidence.TiltOf(arms.Candidate.Requests, arms.Baseline.Requests, ratio, 1, grid[v], 0);
            _logs[v] += IntervalEvidence.LogOf(arms, tilt, grid[v], 0, kappa);
        }
    }

    /// <summary>What is left, widened to the next ratios that are refuted. With much traffic that is the gap of the grid that the ratio lies in.</summary>
    public RatioInterval Interval()
    {
        var first = Array.FindIndex(_logs, log => log < Refuted);
        var last = Array.FindLastIndex(_logs, log => log < Refuted);
        if (first < 0)
        {
            first = last = Array.IndexOf(_logs, _logs.Min());
        }

        return new RatioInterval(
            first == 0 ? 0 : EffectGrid.Candidates[first - 1],
            last == _logs.Length - 1 ? double.PositiveInfinity : EffectGrid.Candidates[last + 1]);
    }

    public void Visit(IState state) => state.Doubles(_logs);
}

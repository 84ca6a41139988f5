using Sluice.Analysis.State;

namespace Sluice.Analysis.Evidence;

/// <summary>Evidence that a candidate is within the margin: one process for every step's margin, all from the start, and one against the objective.</summary>
internal sealed class PromotionProcess(double[] margins)
{
    private const int Bets = 5;

    private readonly double[] _logs = new double[(margins.Length + 1) * Bets];

    /// <summary>ln of the evidence for a step's margin.</summary>
    public double Log(int step) => LogSum.Mean(_logs.AsSpan(step * Bets, Bets));

    /// <summary>ln of the evidence for the objective.</summary>
    public double LogOfObjective => Log(margins.Length);

    /// <summary>An interval of both sides' traffic, for the margins of this step and those to come.</summary>
    public void Add(Arms arms, int step, double beta, double rho0, double kappa)
    {
        for (; step < margins.Length; step++)
        {
            var margin = margins[step];
            for (var j = 0; j < Bets; j++)
            {
                var theta = rho0 == 0
                    ? EffectGrid.PromotionOfObjective[j] * margin
                    : (EffectGrid.PromotionRates[j] * beta * Math.Min(1, rho0)) + (EffectGrid.PromotionMargins[j] * margin);
                Bet(step, j, arms, theta, beta, rho0, margin, kappa);
            }
        }
    }

    /// <summary>An interval without stable's traffic.</summary>
    public void AddAgainst(double objective, Arms arms, double kappa)
    {
        for (var j = 0; j < Bets; j++)
        {
            Bet(margins.Length, j, arms, EffectGrid.PromotionOfObjective[j] * objective, beta: 1, rho0: 0, objective, kappa);
        }
    }

    public void Visit(IState state) => state.Doubles(_logs);

    private void Bet(int row, int bet, Arms arms, double theta, double beta, double rho0, double delta, double kappa)
    {
        var tilt = IntervalEvidence.TiltOf(arms.Candidate.Requests, arms.Baseline.Requests, theta, beta, rho0, delta);
        _logs[(row * Bets) + bet] += IntervalEvidence.LogOf(arms, tilt, rho0, delta, kappa);
    }
}

namespace Sluice.Analysis.Evidence;

/// <summary>
/// The robust bet on a whole block: on the share of the block's bad requests that is the candidate's. It needs only that they
/// fall on the candidate at most in proportion to its part of the traffic, however they cluster.
/// </summary>
public static class BlockBet
{
    /// <summary>Natural logarithm of the e-value of a block's totals; 0 where there is nothing to share.</summary>
    /// <param name="arms">Totals of the block.</param>
    /// <param name="rho">Ratio of rates that is bet on.</param>
    /// <param name="rho0">Ratio of the null, above 0.</param>
    public static double LogOf(Arms arms, double rho, double rho0)
    {
        var (candidate, baseline) = arms;
        var bad = candidate.Bad + baseline.Bad;
        if (bad <= 0 || candidate.Requests <= 0 || baseline.Requests <= 0)
        {
            return 0;
        }

        var atNull = (candidate.Requests * rho0) + baseline.Requests;
        var atBet = (candidate.Requests * rho) + baseline.Requests;
        var share = candidate.Bad / bad;

        // q/p and (1−q)/(1−p), written without the shares so that nothing cancels.
        return Math.Log((share * (rho / rho0) * (atNull / atBet)) + ((1 - share) * (atNull / atBet)));
    }

    /// <summary>
    /// The same bet where there is no stable: on the share of the candidate's requests that are bad. It needs only that this
    /// share is at most the objective on average; 0 without requests.
    /// </summary>
    /// <param name="objective">The share that is still good, above 0 and below 1.</param>
    /// <param name="candidate">Totals of the block.</param>
    /// <param name="theta">The share that is bet on, above 0 and below 1.</param>
    public static double LogAgainst(double objective, Counts candidate, double theta) => candidate.Requests <= 0
        ? 0
        : Math.Log((candidate.Rate * theta / objective) + ((1 - candidate.Rate) * (1 - theta) / (1 - objective)));
}

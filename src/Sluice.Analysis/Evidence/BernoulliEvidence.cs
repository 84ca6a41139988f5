namespace Sluice.Analysis.Evidence;

/// <summary>
/// The exact e-value of one interval for answers that are bad each by itself, against "the candidate's rate is at most
/// stable's". Where bad answers are frequent the good ones tell something too, which <see cref="IntervalEvidence"/>, made for rare
/// ones, leaves aside; in return this one needs stable's rate, not only the ratio, to bet well.
/// </summary>
public static class BernoulliEvidence
{
    /// <summary>Natural logarithm of the e-value; 0 without traffic on both sides.</summary>
    /// <param name="arms">Whole requests of the interval.</param>
    /// <param name="theta">The candidate's rate that is bet on, above <paramref name="beta"/> and below 1.</param>
    /// <param name="beta">Stable's rate that is bet on, above 0.</param>
    public static double LogOf(Arms arms, double theta, double beta)
    {
        var (candidate, baseline) = arms;
        if (candidate.Requests <= 0 || baseline.Requests <= 0)
        {
            return 0;
        }

        // The null that is hardest to tell from the bet: both sides at the rate of all. Elsewhere the expectation is lower.
        var both = ((candidate.Requests * theta) + (baseline.Requests * beta)) / (candidate.Requests + baseline.Requests);
        return LogOf(candidate, theta, both) + LogOf(baseline, beta, both);
    }

    private static double LogOf(Counts counts, double bet, double both) =>
        (counts.Bad * Math.Log(bet / both)) + ((counts.Requests - counts.Bad) * Math.Log((1 - bet) / (1 - both)));
}

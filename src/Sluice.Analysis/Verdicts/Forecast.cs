namespace Sluice.Analysis;

/// <summary>How much traffic a gate needs before it can answer.</summary>
public static class Forecast
{
    /// <summary>Candidate requests until a candidate that is as good as stable is passed, about; stable has much more traffic.</summary>
    /// <param name="rate">Stable's rate of bad answers, 0–1.</param>
    /// <param name="margin">How much higher a passed candidate's rate may be, above 0.</param>
    /// <param name="alphaPromote">Probability of passing one that is worse than that.</param>
    /// <param name="kappa">Mean size of clusters of bad answers.</param>
    public static double RequestsToPass(double rate, double margin, double alphaPromote, double kappa = 1) =>
        (1 - Math.Log(alphaPromote)) / EvidencePerRequest(rate, margin, kappa);

    /// <summary>The least candidate requests with which a candidate of a higher rate can be found, on average: ln(1/α) over the divergence of a request.</summary>
    /// <param name="rate">Stable's rate, above 0 and below 1.</param>
    /// <param name="candidateRate">The candidate's rate, above <paramref name="rate"/> and below 1.</param>
    /// <param name="alpha">Probability of a false rollback.</param>
    public static double RequestsToDetect(double rate, double candidateRate, double alpha) =>
        -Math.Log(alpha) / ((candidateRate * Math.Log(candidateRate / rate)) + ((1 - candidateRate) * Math.Log((1 - candidateRate) / (1 - rate))));

    /// <summary>The same, where <paramref name="logEvidence"/> has been gathered towards <paramref name="bound"/> already; 0 once it is reached.</summary>
    internal static double RequestsLeft(double rate, double margin, double kappa, double logEvidence, double bound)
    {
        if (logEvidence >= bound)
        {
            return 0;
        }

        // What learning which bet is right costs is paid at the beginning.
        var learning = 1 - Math.Clamp(logEvidence / bound, 0, 1);
        return Math.Ceiling((bound + learning - logEvidence) / EvidencePerRequest(rate, margin, kappa));
    }

    /// <summary>Logarithm of evidence that a request of an equal candidate adds.</summary>
    private static double EvidencePerRequest(double rate, double margin, double kappa) =>
        (rate > 0 ? margin - (rate * Math.Log(1 + (margin / rate))) : margin) / kappa;
}

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>The least mean time to detection of any gate that errs with probability α at most: ln(1/α)/KL.</summary>
internal static class InformationBound
{
    /// <summary>In seconds, for independent failures at constant rates.</summary>
    /// <param name="delta">The candidate may be worse than the baseline by this.</param>
    public static double Seconds(double alpha, double candidateRequests, double baselineRequests, double candidateErrors, double baselineErrors, double delta)
    {
        // The divergence from the nearest member of the null; it is convex in the baseline's rate there.
        var (low, high) = (0.0, Math.Max(candidateErrors, baselineErrors));
        for (var step = 0; step < 200; step++)
        {
            var (left, right) = (low + (high - low) / 3, high - (high - low) / 3);
            (low, high) = Divergence(left) < Divergence(right) ? (low, right) : (left, high);
        }

        return Math.Log(1 / alpha) / Divergence((low + high) / 2);

        double Divergence(double rate) =>
            candidateRequests * OfPoisson(candidateErrors, rate + delta) + baselineRequests * OfPoisson(baselineErrors, rate);
    }

    private static double OfPoisson(double actual, double assumed) =>
        (actual > 0 ? actual * Math.Log(actual / assumed) : 0) - actual + assumed;
}

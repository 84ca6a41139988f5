namespace Sluice.Analysis.Evidence;

/// <summary>
/// The e-value of one interval: a bet that the candidate's rate is θ while stable's is β, against the null hypothesis that the
/// candidate's is at most (for a promotion: at least) ρ0 times stable's plus δ, whatever stable's is. Its expectation under the
/// null is at most 1 for bad requests that come independently (κ = 1) or in clusters of mean size κ with geometric sizes.
/// </summary>
public static class IntervalEvidence
{
    /// <summary>The factors that a bad request of each side puts on the bet.</summary>
    /// <param name="candidate">Requests of the candidate, above 0 unless stable has some.</param>
    /// <param name="baseline">Requests of stable.</param>
    /// <param name="theta">The candidate's rate that is bet on, above 0.</param>
    /// <param name="beta">Stable's rate that is bet on, above 0.</param>
    /// <param name="rho0">Ratio of the null, 0 or more; 0 tests against <paramref name="delta"/> alone.</param>
    /// <param name="delta">Difference of the null, 0 or more; above 0 where <paramref name="rho0"/> is 0.</param>
    public static Tilt TiltOf(double candidate, double baseline, double theta, double beta, double rho0, double delta)
    {
        if (rho0 == 0)
        {
            return new Tilt(theta / delta, 1);
        }

        var a0 = rho0 * ((candidate * rho0) + baseline);
        var b0 = (candidate * rho0 * (theta - delta)) + (baseline * ((beta * rho0) - delta));
        var c0 = baseline * beta * delta;
        if (c0 == 0 && b0 > 0)
        {
            return TiltAt(b0 / a0);
        }

        // The root of a quadratic equation; the two forms are the same, and each is exact where the other cancels.
        var root = Math.Sqrt((b0 * b0) + (4 * a0 * c0));
        return TiltAt(b0 >= 0 ? (b0 + root) / (2 * a0) : 2 * c0 / (root - b0));

        Tilt TiltAt(double lambda) => new Tilt(theta / (delta + (lambda * rho0)), beta / lambda);
    }

    /// <summary>Natural logarithm of the e-value.</summary>
    public static double LogOf(Arms arms, Tilt tilt, double rho0, double delta, double kappa)
    {
        var (candidate, baseline) = arms;
        if (candidate.Requests <= 0 || (baseline.Requests <= 0 && rho0 > 0))
        {
            return 0;
        }

        var log = -candidate.Requests * delta * (tilt.Candidate - 1) / kappa;
        if (candidate.Bad > 0)
        {
            log += candidate.Bad * Math.Log(Tempered(tilt.Candidate, kappa));
        }

        if (baseline.Bad > 0)
        {
            log += baseline.Bad * Math.Log(Tempered(tilt.Baseline, kappa));
        }

        return log;
    }

    /// <summary>What one bad request is worth if it drags others along: the generating function of a cluster's size maps it back to the tilt.</summary>
    private static double Tempered(double tilt, double kappa) => kappa * tilt / (1 + ((kappa - 1) * tilt));
}

/// <summary>Factors of a bet per bad request.</summary>
/// <param name="Candidate">A: above 1 for a bet on a worse candidate.</param>
/// <param name="Baseline">B: below 1 then.</param>
public readonly record struct Tilt(double Candidate, double Baseline);

namespace Sluice.GateBenchmarks.Comparators;

/// <summary>
/// Brent's root finder (R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4): inverse quadratic
/// interpolation or a secant where they are safe, else bisection.
/// </summary>
internal static class BrentRoot
{
    /// <summary>A root of <paramref name="function"/> between two points at which it has different signs.</summary>
    /// <param name="tolerance">How wide, in units of the argument, the last bracket may be.</param>
    /// <exception cref="ArgumentException">Both ends have the same sign.</exception>
    public static double Find(Func<double, double> function, double from, double to, double tolerance)
    {
        // best: the estimate with the smaller value; other: the end across the root; last: the estimate before.
        var (last, best) = (from, to);
        var (valueLast, valueBest) = (function(from), function(to));
        if (valueLast * valueBest > 0)
        {
            throw new ArgumentException($"No change of sign between {from} and {to}.", nameof(to));
        }

        if (valueLast == 0)
        {
            return from;
        }

        var (other, valueOther) = (last, valueLast);
        while (true)
        {
            var stepBefore = best - last;
            if (Math.Abs(valueOther) < Math.Abs(valueBest))
            {
                (last, best, other) = (best, other, best);
                (valueLast, valueBest, valueOther) = (valueBest, valueOther, valueBest);
            }

            var least = 2 * Epsilon * Math.Abs(best) + tolerance / 2;
            var half = (other - best) / 2;
            if (Math.Abs(half) <= least || valueBest == 0)
            {
                return best;
            }

            var step = Math.Abs(stepBefore) >= least && Math.Abs(valueLast) > Math.Abs(valueBest)
                ? Interpolate((last, valueLast), (best, valueBest), (other, valueOther), stepBefore, least) ?? half
                : half;
            (last, valueLast) = (best, valueBest);
            best += Math.Abs(step) >= least ? step : Math.CopySign(least, step);
            valueBest = function(best);
            if (Math.Sign(valueBest) == Math.Sign(valueOther))
            {
                (other, valueOther) = (last, valueLast);
            }
        }
    }

    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The step that interpolation proposes, or <see langword="null"/> where it leaves the bracket or shrinks it too slowly.</summary>
    private static double? Interpolate(
        (double At, double Value) last, (double At, double Value) best, (double At, double Value) other, double stepBefore, double least)
    {
        var width = other.At - best.At;
        var ratio = best.Value / last.Value;
        double above, below;
        if (last.At == other.At)
        {
            above = width * ratio;
            below = 1 - ratio;
        }
        else
        {
            var (lastByOther, bestByOther) = (last.Value / other.Value, best.Value / other.Value);
            above = ratio * (width * lastByOther * (lastByOther - bestByOther) - (best.At - last.At) * (bestByOther - 1));
            below = (lastByOther - 1) * (bestByOther - 1) * (ratio - 1);
        }

        (above, below) = above > 0 ? (above, -below) : (-above, below);
        var isSafe = above < 0.75 * width * below - Math.Abs(least * below) / 2 && above < Math.Abs(stepBefore * below / 2);
        return isSafe ? above / below : null;
    }
}

namespace Sluice.Analysis.Tests;

/// <summary>Traffic told to a gate, five seconds at a time.</summary>
internal static class Traffic
{
    public const int Interval = 5;

    public static Arms Of(double candidate, double candidateBad, double baseline, double baselineBad) =>
        new(new Counts(candidate, candidateBad), new Counts(baseline, baselineBad));

    public static GateSample Sample(double seconds, Arms? errors, int step = 0, double weight = 10) =>
        new(TimeSpan.FromSeconds(seconds), step, weight) { Errors = errors };

    /// <summary>Tells the same counts again and again after <paramref name="from"/>; the second at which the gate says something else than Continue, or null.</summary>
    public static double? Run(IGate gate, int from, int to, Arms? errors, int step = 0, double weight = 10)
    {
        for (var t = from + Interval; t <= to; t += Interval)
        {
            var answer = gate.Observe(Sample(t, errors, step, weight));
            Assert.Null(answer.Problem);
            if (answer.Decision != Decision.Continue)
            {
                return t;
            }
        }

        return null;
    }

    /// <summary>Draws a number of events of a mean.</summary>
    public static int Poisson(Random random, double mean)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        while (product > limit)
        {
            product *= random.NextDouble();
            count++;
        }

        return count;
    }
}

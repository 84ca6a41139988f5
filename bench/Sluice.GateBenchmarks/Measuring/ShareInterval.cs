using MathNet.Numerics.Distributions;

namespace Sluice.GateBenchmarks.Measuring;

/// <summary>A share of runs with its exact 95 % interval (Clopper and Pearson).</summary>
internal readonly record struct ShareInterval(int Count, int Runs, double Lower, double Upper)
{
    public double Share => (double)Count / Runs;

    public static ShareInterval Of(int count, int runs) => new(
        count,
        runs,
        count == 0 ? 0 : Beta.InvCDF(count, runs - count + 1, 0.025),
        count == runs ? 1 : Beta.InvCDF(count + 1, runs - count, 0.975));
}

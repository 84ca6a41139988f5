using System.Numerics;

namespace Sluice.GateBenchmarks.Simulation;

/// <summary>
/// A stream of random numbers (xoshiro256**, seeded by SplitMix64). Every run has one of its own, named by seed, scenario and run,
/// so that the numbers do not depend on how many threads there are nor on the version of the runtime.
/// </summary>
internal sealed class RandomStream
{
    private ulong _a, _b, _c, _d;
    private double _spareNormal = double.NaN;

    public RandomStream(ulong seed, string scenario, int run)
    {
        // Mixed first: else a seed and a name could make up for each other.
        var state = SplitMix(ref seed);
        foreach (var letter in scenario)
        {
            state = (state ^ letter) * 0x100000001B3UL;
        }

        state ^= (ulong)(uint)run * 0xD1342543DE82EF95UL;
        (_a, _b, _c, _d) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>In [0, 1).</summary>
    public double Uniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by the polar method.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        double u, v, square;
        do
        {
            u = 2 * Uniform() - 1;
            v = 2 * Uniform() - 1;
            square = u * u + v * v;
        }
        while (square is >= 1 or 0);

        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareNormal = v * factor;
        return u * factor;
    }

    /// <summary>Poisson by multiplication: for means up to some hundreds that change from draw to draw.</summary>
    public int Poisson(double mean)
    {
        if (mean <= 0)
        {
            return 0;
        }

        var (limit, product, count) = (Math.Exp(-mean), Uniform(), 0);
        while (product > limit)
        {
            product *= Uniform();
            count++;
        }

        return count;
    }

    /// <summary>1, 2, 3, … with the given mean ≥ 1.</summary>
    public int Geometric(double mean)
    {
        var count = 1;
        while (mean > 1 && Uniform() * mean >= 1)
        {
            count++;
        }

        return count;
    }

    private ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}

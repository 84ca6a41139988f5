using System.Collections.Concurrent;

namespace Sluice.GateBenchmarks.Simulation;

/// <summary>Draws from a Poisson distribution whose mean stays the same, by its table of cumulative probabilities.</summary>
internal sealed class PoissonTable
{
    private static readonly ConcurrentDictionary<double, PoissonTable> Known = new();
    private readonly double[] _cumulative;
    private readonly int _first;

    private PoissonTable(double mean)
    {
        // Twelve standard deviations either side hold all but 1e-30 of it.
        var reach = 12 * Math.Sqrt(mean) + 20;
        _first = Math.Max(0, (int)(mean - reach));
        _cumulative = new double[(int)(mean + reach) - _first + 1];
        var mode = (int)mean - _first;
        _cumulative[mode] = 1;
        for (var index = mode - 1; index >= 0; index--)
        {
            _cumulative[index] = _cumulative[index + 1] * (_first + index + 1) / mean;
        }

        for (var index = mode + 1; index < _cumulative.Length; index++)
        {
            _cumulative[index] = _cumulative[index - 1] * mean / (_first + index);
        }

        var total = _cumulative.Sum();
        var sum = 0.0;
        for (var index = 0; index < _cumulative.Length; index++)
        {
            sum += _cumulative[index] / total;
            _cumulative[index] = sum;
        }
    }

    public static PoissonTable Of(double mean) => Known.GetOrAdd(mean, value => new PoissonTable(value));

    public int Draw(RandomStream random)
    {
        var found = Array.BinarySearch(_cumulative, random.Uniform());
        return _first + Math.Min(found < 0 ? ~found : found + 1, _cumulative.Length - 1);
    }
}

namespace Sluice.GateBenchmarks.Simulation;

/// <summary>A factor with mean 1 on both arms' failure rates: the exponential of a process that returns to its mean.</summary>
internal sealed class Drift
{
    private readonly double _deviation, _memory;
    private readonly RandomStream _random;
    private double _level;

    public Drift(Clustering clustering, double stepSeconds, RandomStream random)
    {
        _deviation = clustering.DriftDeviation;
        _memory = Math.Exp(-stepSeconds / clustering.DriftSeconds);
        _random = random;
        _level = _deviation > 0 ? _deviation * random.Normal() : 0;
    }

    public double Next()
    {
        if (_deviation == 0)
        {
            return 1;
        }

        _level = _memory * _level + Math.Sqrt(1 - _memory * _memory) * _deviation * _random.Normal();
        return Math.Exp(_level - _deviation * _deviation / 2);
    }
}

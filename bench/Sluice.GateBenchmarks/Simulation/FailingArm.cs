namespace Sluice.GateBenchmarks.Simulation;

/// <summary>Failures of one arm: causes fall into a look, the requests that each makes fail into this look and those after it.</summary>
internal sealed class FailingArm(Scenario scenario, RandomStream random)
{
    private readonly int[] _coming = new int[(int)Math.Ceiling(scenario.Clustering.SpreadSeconds / scenario.LookEverySeconds) + 1];
    private int _now;

    /// <summary>How many requests fail in the next look.</summary>
    /// <param name="expected">The mean of the failures that the causes of this look bring, sooner or later.</param>
    public int Next(double expected)
    {
        var clustering = scenario.Clustering;
        if (clustering.MeanSize <= 1)
        {
            return random.Poisson(expected);
        }

        for (var cause = random.Poisson(expected / clustering.MeanSize); cause > 0; cause--)
        {
            var start = random.Uniform() * scenario.LookEverySeconds;
            for (var request = random.Geometric(clustering.MeanSize); request > 0; request--)
            {
                var after = (int)((start + random.Uniform() * clustering.SpreadSeconds) / scenario.LookEverySeconds);
                _coming[(_now + Math.Min(after, _coming.Length - 1)) % _coming.Length]++;
            }
        }

        var failed = _coming[_now];
        _coming[_now] = 0;
        _now = (_now + 1) % _coming.Length;
        return failed;
    }
}

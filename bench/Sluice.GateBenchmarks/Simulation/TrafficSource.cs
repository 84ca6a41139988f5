namespace Sluice.GateBenchmarks.Simulation;

/// <summary>Traffic of one run, look by look. Who decides the weight (a schedule, or a gate that promotes) is the caller.</summary>
internal sealed class TrafficSource
{
    private readonly Scenario _scenario;
    private readonly RandomStream _random;
    private readonly Drift _drift;
    private readonly FailingArm _candidate, _baseline;
    private readonly double[] _sameShares = [], _slowShares = [];
    private int _look;

    public TrafficSource(Scenario scenario, ulong seed, int run)
    {
        _scenario = scenario;
        _random = new RandomStream(seed, scenario.Name, run);
        if (scenario.Latency is { } latency)
        {
            _sameShares = latency.Shares(1);
            _slowShares = latency.Shares(latency.Slowdown);
        }

        History = Past.Of(scenario, _random);
        _drift = new Drift(scenario.Clustering, scenario.LookEverySeconds, _random);
        _candidate = new FailingArm(scenario, _random);
        _baseline = new FailingArm(scenario, _random);

        // Causes from just before the start still make requests fail after it.
        for (var before = -(int)Math.Ceiling(scenario.Clustering.SpreadSeconds / scenario.LookEverySeconds); before < 0; before++)
        {
            Failures(scenario.WeightAt(0), second: 0);
        }
    }

    /// <summary>What was seen of the baseline before the first look.</summary>
    public History History { get; }

    public bool IsOver => _look >= _scenario.Looks;

    /// <summary>The next look at the weight that the scenario has then.</summary>
    public Look Next() => Next(_scenario.WeightAt(_look * _scenario.LookEverySeconds));

    /// <summary>The next look, with this share of traffic at the candidate since the last one.</summary>
    public Look Next(double weight)
    {
        var from = _look * _scenario.LookEverySeconds;
        _look++;
        var (candidateBad, baselineBad) = Failures(weight, from);
        return new Look(
            _look * _scenario.LookEverySeconds,
            weight,
            Arm(weight, candidateBad, CandidateErrors(from), from >= _scenario.WorseFromSecond ? _slowShares : _sameShares),
            Arm(1 - weight, baselineBad, BaselineErrors(from), _sameShares));
    }

    private (int Candidate, int Baseline) Failures(double weight, double second)
    {
        var factor = _drift.Next();
        var requests = _scenario.RequestsPerSecond * _scenario.LookEverySeconds;
        return (
            _candidate.Next(requests * weight * CandidateErrors(second) * factor),
            _baseline.Next(requests * (1 - weight) * BaselineErrors(second) * factor));
    }

    private double CandidateErrors(double second) =>
        Math.Max(second >= _scenario.WorseFromSecond ? _scenario.CandidateErrors : _scenario.BaselineErrors, OutageAt(second));

    private double BaselineErrors(double second) => Math.Max(_scenario.BaselineErrors, OutageAt(second));

    private double OutageAt(double second)
    {
        foreach (var outage in _scenario.Outages)
        {
            if (second >= outage.FromSecond && second < outage.FromSecond + outage.Seconds)
            {
                return outage.ErrorRate;
            }
        }

        return 0;
    }

    /// <summary>Requests that succeed are Poisson; those that fail come on top, so that no more can fail than there are.</summary>
    private ArmCounts Arm(double share, int bad, double errors, double[] shares)
    {
        var good = _scenario.RequestsPerSecond * _scenario.LookEverySeconds * share * (1 - errors);
        if (shares.Length == 0)
        {
            return new ArmCounts(Draw(good) + bad, bad, []);
        }

        // A request that fails is as slow as the others.
        var buckets = new long[shares.Length];
        for (var index = 0; index < shares.Length; index++)
        {
            buckets[index] = Draw(good * shares[index]);
        }

        for (var failed = 0; failed < bad; failed++)
        {
            buckets[Pick(shares)]++;
        }

        return new ArmCounts(buckets.Sum(), bad, buckets);
    }

    private int Draw(double mean) => mean > 0 ? PoissonTable.Of(mean).Draw(_random) : 0;

    private int Pick(double[] shares)
    {
        var (rest, index) = (_random.Uniform(), 0);
        while (index < shares.Length - 1 && rest >= shares[index])
        {
            rest -= shares[index++];
        }

        return index;
    }
}

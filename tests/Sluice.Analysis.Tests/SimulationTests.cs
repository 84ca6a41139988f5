using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>Chance, with fixed seeds and few runs: 50 requests a second, 10 % of them to the candidate, 0.5 % bad. The long runs belong to the benchmark.</summary>
public sealed class SimulationTests
{
    private const int Runs = 200;

    [Fact]
    public void EqualCandidate_OverAnHour_IsRolledBackInAtMostOnePercent() =>
        Assert.InRange(Enumerable.Range(0, Runs).Count(seed => Simulate(seed, 0.005, clusterSize: 1, kappa: 1) is not null), 0, 2);

    [Fact]
    public void EqualCandidateWithClusters_OverAnHour_IsRolledBackInAtMostOnePercent() =>
        Assert.InRange(Enumerable.Range(0, Runs).Count(seed => Simulate(seed, 0.005, clusterSize: 3, kappa: 3) is not null), 0, 2);

    [Theory]
    [InlineData(0.02, 165)]
    [InlineData(0.05, 35)]
    [InlineData(0.20, 10)]
    public void WorseCandidate_OfIndependentErrors_IsFoundInTime(double rate, double median)
    {
        var seconds = Enumerable.Range(0, Runs).Select(seed => Simulate(seed, rate, clusterSize: 1, kappa: 1) ?? 9999).Order().ToArray();

        Assert.InRange(seconds[Runs / 2], 5, median);
    }

    /// <summary>A candidate just at the margin must not pass in more than α_p of all runs.</summary>
    [Fact]
    public void CandidateAtTheMargin_OverAnHour_PassesInAtMostFivePercent()
    {
        var passed = Enumerable.Range(0, Runs).Count(seed => Simulate(seed, 0.025, clusterSize: 1, kappa: 1, wanted: Decision.Pass, margin: 0.02) is not null);

        Assert.InRange(passed, 0, Runs / 20);
    }

    [Fact]
    public void Interval_OfARatioOfFour_HoldsItAtEveryLookInNearlyAllRuns()
    {
        var missed = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var gate = Create(1, 0.005);
            var random = new Random(seed);
            var holds = true;
            for (var t = 5; t <= 900; t += 5)
            {
                gate.Observe(Draw(random, t, 0.02, 1));
                var interval = gate.Explain().Metrics[0].Interval;
                holds &= interval is null || (interval.Value.Lower <= 4 && interval.Value.Upper >= 4);
            }

            missed += holds ? 0 : 1;
        }

        Assert.InRange(missed, 0, 7);
    }

    /// <summary>The second of a decision of the wanted kind, or null within an hour.</summary>
    private static double? Simulate(int seed, double rate, int clusterSize, double kappa, Decision wanted = Decision.Rollback, double margin = 0.005)
    {
        var gate = Create(kappa, margin);
        var random = new Random(seed);
        for (var t = 5; t <= 3600; t += 5)
        {
            var decision = gate.Observe(Draw(random, t, rate, clusterSize)).Decision;
            if (decision == wanted)
            {
                return t;
            }

            if (decision == Decision.Rollback)
            {
                return null;
            }
        }

        return null;
    }

    private static IGate Create(double kappa, double margin) => GateFactory.Create(
        new EvidenceGate("prod") { Kappa = kappa, Deadline = TimeSpan.FromHours(2), Margins = new(new(margin), new(0.1)) },
        new GateContext { Steps = [new(10)] });

    private static GateSample Draw(Random random, double seconds, double rate, int clusterSize)
    {
        var (nc, nb) = (Traffic.Poisson(random, 25), Traffic.Poisson(random, 225));
        var ec = clusterSize * Traffic.Poisson(random, nc * rate / clusterSize);
        var eb = clusterSize * Traffic.Poisson(random, nb * 0.005 / clusterSize);
        return Traffic.Sample(seconds, Traffic.Of(nc, Math.Min(nc, ec), nb, Math.Min(nb, eb)));
    }
}

using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>What samples do to evidence, and which of them are refused.</summary>
public sealed class SampleTests
{
    private static readonly double[] s_bounds = [0.1, 0.5];

    public static TheoryData<string, GateSample> Nonsense => new()
    {
        { "not after the sample before", Traffic.Sample(10, null) },
        { "not after the sample before", Traffic.Sample(5, null) },
        { "after its own end", Traffic.Sample(15, null) with { From = TimeSpan.FromSeconds(16) } },
        { "before the end of the sample before", Traffic.Sample(15, null) with { From = TimeSpan.FromSeconds(9) } },
        { "steps 0 to 0", Traffic.Sample(15, null, step: 1) },
        { "its weight is 101", Traffic.Sample(15, null, weight: 101) },
        { "its weight is NaN", Traffic.Sample(15, null, weight: double.NaN) },
        { "the candidate's counts went back", Traffic.Sample(15, Traffic.Of(-1, 0, 1, 0)) },
        { "stable's counts went back", Traffic.Sample(15, Traffic.Of(1, 0, 1, -1)) },
        { "stable's counts are not finite", Traffic.Sample(15, Traffic.Of(1, 0, double.PositiveInfinity, 0)) },
        { "the candidate's counts are not finite", Traffic.Sample(15, Traffic.Of(1, double.NaN, 1, 0)) },
        { "are more than all", Traffic.Sample(15, Traffic.Of(1, 2, 1, 0)) },
        { "restarts are negative", Traffic.Sample(15, null) with { CandidateRestarts = -1 } },
        { "2 buckets for 1 bounds", Durations([0.1], [1, 2], 2) },
        { "not rising", Durations([0.5, 0.1], [1, 2], 2) },
        { "falls from 2 to 1", Durations(s_bounds, [2, 1], 2) },
        { "than in all (1)", Durations(s_bounds, [1, 2], 1) },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Observe_SampleThatCannotBe_IsToldBackAndChangesNothing(string problem, GateSample sample)
    {
        var gate = Create();
        Traffic.Run(gate, 0, 10, Traffic.Of(25, 0, 225, 1));
        var before = gate.Save();

        var answer = gate.Observe(sample);

        Assert.Contains(problem, answer.Problem, StringComparison.Ordinal);
        Assert.Equal(Decision.Continue, answer.Decision);
        Assert.Equal(before, gate.Save());
    }

    [Fact]
    public void Observe_NoTrafficOnEitherSide_ChangesNoEvidence()
    {
        var gate = Create(new EvidenceGate("prod") { BlockSeconds = 600 });
        Traffic.Run(gate, 0, 50, Traffic.Of(25, 1, 225, 1));
        var before = gate.Explain();

        Traffic.Run(gate, 50, 75, Traffic.Of(0, 0, 0, 0));
        Traffic.Run(gate, 75, 100, null);
        Traffic.Run(gate, 100, 125, Traffic.Of(0, 0, 225, 1));
        Traffic.Run(gate, 125, 150, Traffic.Of(25, 1, 0, 0));

        Assert.Equal(before.LogEvidence, gate.Explain().LogEvidence);
        Assert.Equal(before.Metrics[0].LogPromotionEvidence, gate.Explain().Metrics[0].LogPromotionEvidence);
    }

    [Fact]
    public void Observe_ScrapesThatWereMissed_AreCoveredByTheNext()
    {
        var (dense, sparse) = (Create(), Create());
        dense.Observe(Traffic.Sample(5, Traffic.Of(25, 0, 225, 1)));
        sparse.Observe(Traffic.Sample(5, Traffic.Of(25, 0, 225, 1)));
        dense.Observe(Traffic.Sample(15, Traffic.Of(50, 3, 450, 2)));
        sparse.Observe(Traffic.Sample(10, null));
        sparse.Observe(Traffic.Sample(15, Traffic.Of(50, 3, 450, 2)));

        Assert.Equal(dense.Explain().LogEvidence, sparse.Explain().LogEvidence);
    }

    [Fact]
    public void Observe_ScrapeAcrossAChangeOfWeight_IsDroppedUnlessItIsSettled()
    {
        var (straddling, settled) = (Create(steps: 2), Create(steps: 2));
        Traffic.Run(straddling, 0, 20, Traffic.Of(25, 0, 225, 1));
        Traffic.Run(settled, 0, 20, Traffic.Of(25, 0, 225, 1));
        var sample = Traffic.Sample(25, Traffic.Of(125, 3, 125, 1), step: 1, weight: 50);
        straddling.Observe(sample);
        settled.Observe(sample with { Settled = true });

        Assert.Equal(100, straddling.Explain().Metrics[0].Candidate.Requests);
        Assert.Equal(225, settled.Explain().Metrics[0].Candidate.Requests);
    }

    [Theory]
    [InlineData(1, 0, 1e12, 1e3)]
    [InlineData(1e12, 1e12, 1e12, 0)]
    [InlineData(1e12, 1e3, 1e12, 1e3)]
    [InlineData(1e12, 0, 1, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1e9, 1, 1e9, 1)]
    [InlineData(0, 0, 0, 0)]
    public void Observe_CountsOfAnySize_StaysFinite(double nc, double ec, double nb, double eb)
    {
        foreach (var definition in new[] { new EvidenceGate("a"), new EvidenceGate("b") { Delta = 0 }, new EvidenceGate("c") { Rho0 = 0 }, new EvidenceGate("d") { Rho0 = 10, Delta = 0.5 } })
        {
            var gate = Create(definition);
            for (var t = 5; t <= 100; t += 5)
            {
                gate.Observe(Traffic.Sample(t, Traffic.Of(nc, ec, nb, eb)));
                var verdict = gate.Explain();
                Assert.True(double.IsFinite(verdict.LogEvidence!.Value), $"{definition.Name} at {t} s: {verdict.LogEvidence}");
                Assert.True(double.IsFinite(verdict.Metrics[0].LogPromotionEvidence!.Value), $"{definition.Name} at {t} s: {verdict.Metrics[0]}");
                Assert.NotEmpty(verdict.ToString());
            }
        }
    }

    private static GateSample Durations(double[] bounds, double[] cumulative, double requests) => Traffic.Sample(15, null) with
    {
        Latency = new LatencyArms(bounds, new Histogram(requests, cumulative), new Histogram(requests, cumulative)),
    };

    private static IGate Create(EvidenceGate? definition = null, int steps = 1) => GateFactory.Create(
        definition ?? new EvidenceGate("prod"), new GateContext { Steps = [.. Enumerable.Range(0, steps).Select(step => new GateStep(10 + (40 * step)))] });
}

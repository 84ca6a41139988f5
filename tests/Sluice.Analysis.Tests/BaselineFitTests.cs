using Sluice.Analysis.Evidence;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Tests;

/// <summary>What is learnt from stable's own traffic.</summary>
public sealed class BaselineFitTests
{
    [Fact]
    public void Phi_OfIndependentBadRequests_IsAboutOne() => Assert.InRange(BaselineFit.Of(Blocks(clusterSize: 1))!.Phi, 0.85, 1.15);

    [Fact]
    public void Phi_OfClustersOfThree_IsAboutThree() => Assert.InRange(BaselineFit.Of(Blocks(clusterSize: 3))!.Phi, 2.4, 3.6);

    [Fact]
    public void Phi_OfTwoPodsByHand_IsTheFormula()
    {
        // One block, shares ½: (3 − 2)² + (1 − 2)² over 4·(¼ + ¼).
        Assert.Equal(1, OverDispersion.Phi([[new(100, 3), new(100, 1)]])!.Value, 12);
        Assert.Null(OverDispersion.Phi([[new(100, 0), new(100, 0)]]));
        Assert.Null(OverDispersion.Phi([[new(100, 5)]]));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.125)]
    [InlineData(4, 3)]
    public void Kappa_OfPhi_IsTheFormulaAndNeverBelowOne(double phi, double kappa) => Assert.Equal(kappa, OverDispersion.Kappa(phi), 12);

    [Fact]
    public void Of_TwoHours_AddsHalfOfWhatHalfAnHourAdds()
    {
        var traits = BaselineFit.Of(Blocks(1))!;

        Assert.Equal(Math.Max(1, (1 + (1.125 * traits.Phi)) / 2), traits.Kappa, 12);
    }

    [Fact]
    public void Of_LessThanHalfAnHour_IsUnknown() => Assert.Null(BaselineFit.Of([.. Blocks(1).Take(29)]));

    [Fact]
    public void Tau_OfEqualPods_IsNearZeroAndOfDifferentOnesIsTheirSpread()
    {
        Assert.Equal(0, PodLottery.Tau([new(1_000_000, 5000), new(1_000_000, 5000), new(1_000_000, 5000)]));
        Assert.InRange(PodLottery.Tau([new(1e9, 5e6), new(1e9, 1e7), new(1e9, 2e7)]), 0.5, 0.8);
        Assert.Equal(0, PodLottery.Tau([new(100, 1)]));
        Assert.Equal(0, PodLottery.Tau([new(0, 0), new(100, 0)]));
    }

    [Fact]
    public void Rho0_OfMorePods_IsNearerToOne()
    {
        Assert.Equal(Math.Exp(2.33 * 0.2 * Math.Sqrt((1.0 / 3) + (1.0 / 9))), PodLottery.Rho0(0.2, 3, 9), 12);
        Assert.True(PodLottery.Rho0(0.2, 1, 9) > PodLottery.Rho0(0.2, 3, 9));
        Assert.Equal(1, PodLottery.Rho0(0.2, 0, 9));
    }

    [Fact]
    public void Autocorrelation_OfSlowWaves_IsHighAndOfNoiseIsLow()
    {
        Assert.InRange(BaselineFit.Autocorrelation(Blocks(1)), -0.4, 0.4);
        Assert.True(BaselineFit.Autocorrelation([.. Enumerable.Range(0, 40).Select(block => (IReadOnlyList<Counts>)[new(100, block < 20 ? 8 : 2), new(100, 5)])]) > 0.5);
    }

    [Fact]
    public void Gate_WithHistory_TakesItsTraitsAndCarriesThemInItsState()
    {
        var definition = new EvidenceGate("prod") { Rho0 = null };
        var context = new GateContext
        {
            Steps = [new(10)],
            CandidatePods = 3,
            BaselinePods = 9,
            History = new GateHistory { Errors = new(10_000, 50), ErrorTraits = new(2, 1.75, 0.1, 0.5) },
        };
        var gate = GateFactory.Create(definition, context);
        Traffic.Run(gate, 0, 55, Traffic.Of(25, 1, 225, 1));
        var elsewhere = GateFactory.Create(definition, new GateContext { Steps = [new(10)] });

        Assert.Null(elsewhere.Restore(gate.Save()));

        Assert.Equal(1.75, gate.Explain().Metrics[0].Kappa);
        Assert.Equal(PodLottery.Rho0(0.1, 3, 9), gate.Explain().Metrics[0].Rho0);
        Traffic.Run(gate, 55, 80, Traffic.Of(25, 1, 225, 1));
        Traffic.Run(elsewhere, 55, 80, Traffic.Of(25, 1, 225, 1));
        Assert.Equal(gate.Save(), elsewhere.Save());
    }

    [Fact]
    public void Gate_WithoutHistory_ReckonsWithClustersOfThree() =>
        Assert.Equal(3, GateFactory.Create(new EvidenceGate("prod"), new GateContext()).Explain().Metrics[0].Kappa);

    /// <summary>Two hours of six pods.</summary>
    private static List<IReadOnlyList<Counts>> Blocks(int clusterSize)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, 120).Select(_ => (IReadOnlyList<Counts>)[.. Enumerable.Range(0, 6).Select(_ => new Counts(500, clusterSize * Traffic.Poisson(random, 3.0 / clusterSize)))])];
    }
}

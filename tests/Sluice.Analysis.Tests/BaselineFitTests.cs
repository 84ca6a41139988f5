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
    public void Tau_OfEqualPodsWhoseErrorsCluster_IsNotTakenForTheirDifference()
    {
        // Means over many draws: an estimate of no spread is not always 0.
        var random = new Random(11);
        var (plain, fitted) = (0.0, 0.0);
        for (var draw = 0; draw < 50; draw++)
        {
            Counts[] pods = [.. Enumerable.Range(0, 9).Select(_ => new Counts(20_000, 8 * Traffic.Poisson(random, 100.0 / 8)))];
            (plain, fitted) = (plain + (PodLottery.Tau(pods) / 50), fitted + (PodLottery.Tau(pods, phi: 8) / 50));
        }

        Assert.True(plain > 0.2, $"{plain}");
        Assert.True(fitted < plain / 2, $"{fitted}");
    }

    [Fact]
    public void Tau_OfDifferentPodsWithoutClusters_IsTheFormulaWhateverPhiBelowOne()
    {
        Counts[] pods = [new(10_000, 100), new(10_000, 200), new(10_000, 300)];

        Assert.Equal(Math.Sqrt(Math.Log(1 + 0.25 - 0.005)), PodLottery.Tau(pods), 12);
        Assert.Equal(PodLottery.Tau(pods), PodLottery.Tau(pods, phi: 0));
        Assert.Equal(Math.Sqrt(Math.Log(1 + 0.25 - 0.02)), PodLottery.Tau(pods, phi: 4), 12);
    }

    [Fact]
    public void Of_PodsThatDifferForEver_KeepsTheirSpread()
    {
        // What pods differ by swells φ̂ too, yet takes only one part in the number of blocks from the spread.
        var random = new Random(5);
        double[] rates = [10, 20, 40];
        List<IReadOnlyList<Counts>> blocks = [.. Enumerable.Range(0, 60).Select(_ => (IReadOnlyList<Counts>)[.. rates.Select(rate => new Counts(1000, Traffic.Poisson(random, rate)))])];

        Assert.InRange(BaselineFit.Of(blocks)!.Tau, 0.55, 0.7);
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

    [Theory]
    [InlineData(0.3, 30, false)]
    [InlineData(0.4, 30, true)]
    [InlineData(0.09, 10_000, false)]
    [InlineData(0.11, 10_000, true)]
    [InlineData(0.11, 0, true)]
    public void AreBlocksCorrelated_OfFewBlocks_AsksForMoreThanChance(double autocorrelation, int blocks, bool expected) =>
        Assert.Equal(expected, new BaselineTraits(1, 1, 0, autocorrelation) { Blocks = blocks }.AreBlocksCorrelated);

    [Fact]
    public void AreBlocksCorrelated_OfHalfAnHourOfIndependentErrors_IsRare()
    {
        var random = new Random(3);
        var wrong = Enumerable.Range(0, 200).Count(_ => BaselineFit.Of(
            [.. Enumerable.Range(0, 30).Select(_ => (IReadOnlyList<Counts>)[.. Enumerable.Range(0, 6).Select(_ => new Counts(500, Traffic.Poisson(random, 3)))])])!.AreBlocksCorrelated);

        Assert.InRange(wrong, 0, 12);
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

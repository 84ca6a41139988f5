using Sluice.GateBenchmarks.Comparators;

namespace Sluice.GateBenchmarks.Tests;

public sealed class RankSumTests
{
    [Fact]
    public void Of_DistinctValues_CountsPairs()
    {
        double[] first = [0.73, 0.80, 0.83, 1.04, 1.38, 1.45, 1.46, 1.64, 1.89, 1.91];
        double[] second = [0.74, 0.88, 0.90, 1.15, 1.21];

        var ranks = RankSum.Of(first, second, 0);

        // 35 of the 50 pairs have the greater value in the first sample.
        Assert.Equal(35 + 10 * 11 / 2, ranks.OfFirst);
        Assert.Equal(0, ranks.Ties);
    }

    [Fact]
    public void Of_EqualValues_ShareTheMeanOfTheirRanks()
    {
        var ranks = RankSum.Of([1, 2, 2], [2, 3], 0);

        Assert.Equal(1 + 3 + 3, ranks.OfFirst);
        Assert.Equal(27 - 3, ranks.Ties);
    }

    [Fact]
    public void Of_SeveralGroupsOfTies_AddsThemUp()
    {
        var ranks = RankSum.Of([1, 1, 5], [1, 5, 7], 0);

        Assert.Equal(2 + 2 + 4.5, ranks.OfFirst);
        Assert.Equal((27 - 3) + (8 - 2), ranks.Ties);
    }

    [Fact]
    public void Of_AShift_MovesTheFirstSampleOnly()
    {
        Assert.Equal(RankSum.Of([1, 2], [3, 4], 0), RankSum.Of([11, 12], [3, 4], 10));
        Assert.Equal(3 + 4, RankSum.Of([11, 12], [3, 4], 0).OfFirst);
    }
}

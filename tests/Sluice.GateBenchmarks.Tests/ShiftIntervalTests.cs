using Sluice.GateBenchmarks.Comparators;

namespace Sluice.GateBenchmarks.Tests;

public sealed class ShiftIntervalTests
{
    [Fact]
    public void Of_SevenHighOfTen_TiesOut()
    {
        var interval = ShiftInterval.Of(Samples.Canary(high: 7), Samples.Baseline, 0.98);

        Assert.Equal(6.825022991538781E-5, interval.Lower, 1e-17);
        Assert.Equal(99.0, interval.Upper);
    }

    [Fact]
    public void Of_DistinctSamples_HasTheFirstAndLastDifferences()
    {
        var interval = ShiftInterval.Of([10, 20, 30, 40], [1, 2, 3, 4], 0.95);

        Assert.Equal(6, interval.Lower);
        Assert.Equal(39, interval.Upper);
        Assert.Equal(22.5, interval.Estimate, 1e-4);
    }

    [Fact]
    public void Of_SwappedSamples_IsMirrored()
    {
        // An odd number of pairs: with an even one any shift between the two in the middle is an estimate.
        double[] first = [3.1, 4.7, 5.2, 8.8, 9.1, 9.4, 12.5], second = [1.2, 2.2, 4.1, 4.4, 6.3];

        var (one, other) = (ShiftInterval.Of(first, second, 0.9), ShiftInterval.Of(second, first, 0.9));

        Assert.Equal(-other.Upper, one.Lower, 1e-4);
        Assert.Equal(-other.Lower, one.Upper, 1e-4);
        Assert.Equal(-other.Estimate, one.Estimate, 1e-4);
    }

    [Fact]
    public void Of_OrderOfValues_DoesNotMatter() => Assert.Equal(
        ShiftInterval.Of([3, 1, 2, 9], [5, 4, 4], 0.9), ShiftInterval.Of([9, 1, 3, 2], [4, 5, 4], 0.9));

    [Fact]
    public void Of_TwoConstants_IsTheirDifference() =>
        Assert.Equal(new ShiftInterval(3, 3, 3), ShiftInterval.Of([5, 5, 5], [2, 2], 0.98));

    [Fact]
    public void Of_AnEmptySample_IsRefused() => Assert.Throws<ArgumentException>(() => ShiftInterval.Of([], [1], 0.98));
}

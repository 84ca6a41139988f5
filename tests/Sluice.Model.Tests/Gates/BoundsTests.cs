using Sluice.Model.Gates;

namespace Sluice.Model.Tests.Gates;

public class BoundsTests
{
    [Theory]
    [InlineData(1.0, 2.0, 1.0, true)]
    [InlineData(1.0, 2.0, 2.0, true)]
    [InlineData(1.0, 2.0, 2.1, false)]
    [InlineData(1.0, null, 0.9, false)]
    [InlineData(null, 2.0, -5.0, true)]
    [InlineData(null, 2.0, double.NaN, false)]
    [InlineData(null, null, double.NaN, false)]
    [InlineData(null, 2.0, double.PositiveInfinity, false)]
    public void Contains_Value_WithinBothAndNeverNaN(double? min, double? max, double value, bool expected) =>
        Assert.Equal(expected, new Bounds(min, max).Contains(value));

    [Fact]
    public void ToString_Bounds_InWords()
    {
        Assert.Equal("at least 1, at most 2.5", new Bounds(1, 2.5).ToString());
        Assert.Equal("at most 2.5", new Bounds(null, 2.5).ToString());
    }
}

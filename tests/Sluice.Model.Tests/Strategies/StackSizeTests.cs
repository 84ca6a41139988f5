using Sluice.Model.Strategies;
using Sluice.Model.Values;

namespace Sluice.Model.Tests.Strategies;

public class StackSizeTests
{
    [Theory]
    [InlineData(25, 4, 1)]
    [InlineData(25, 5, 2)]
    [InlineData(10, 3, 1)]
    [InlineData(10, 30, 3)]
    [InlineData(100, 7, 7)]
    [InlineData(50, 0, 1)]
    [InlineData(1, 1000, 10)]
    public void Pods_Share_RoundedUpAndNeverNone(int percent, int stable, int expected) =>
        Assert.Equal(expected, new StackSize(null, Share.Percent(percent)).Pods(stable));

    [Fact]
    public void Pods_EveryPercentOfEveryStack_IsTheSmallestThatIsEnough()
    {
        for (var percent = 1; percent <= 100; percent++)
        {
            for (var stable = 1; stable <= 200; stable++)
            {
                // In whole numbers, without the rounding of fractions that binary numbers bring.
                Assert.Equal(((percent * stable) + 99) / 100, new StackSize(null, Share.Percent(percent)).Pods(stable));
            }
        }
    }

    [Fact]
    public void Pods_Count_WhateverStableHas() => Assert.Equal(3, StackSize.Of(3).Pods(100));
}

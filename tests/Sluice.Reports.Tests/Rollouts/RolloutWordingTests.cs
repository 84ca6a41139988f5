using Sluice.Reports.Rollouts;

namespace Sluice.Reports.Tests.Rollouts;

public sealed class RolloutWordingTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.0004, "1 ms")]
    [InlineData(0.084, "84 ms")]
    [InlineData(1, "1 s")]
    [InlineData(2.37, "2.3 s")]
    [InlineData(45.9, "45 s")]
    [InlineData(60, "1 min")]
    [InlineData(90, "1 min 30 s")]
    [InlineData(7200, "2 h")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(180000, "2 d 02 h")]
    public void Duration_AnyTime_SaysNothingThatIsZero(double seconds, string expected) => Assert.Equal(expected, RolloutWording.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.004, "< 0.01 %")]
    [InlineData(0.414, "0.41 %")]
    [InlineData(4.14, "4.1 %")]
    [InlineData(28.57, "29 %")]
    [InlineData(100, "100 %")]
    public void Percent_AnyShare_HasTheDigitsThatSaySomething(double percent, string expected) => Assert.Equal(expected, RolloutWording.Percent(percent));
}

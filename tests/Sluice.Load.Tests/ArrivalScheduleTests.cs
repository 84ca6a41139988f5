using Sluice.Model.Values;

namespace Sluice.Load.Tests;

public sealed class ArrivalScheduleTests
{
    private static readonly Uri s_target = new("http://127.0.0.1/");

    [Fact]
    public void At_FiftyPerSecond_AreTwentyMillisecondsApart()
    {
        var schedule = new ArrivalSchedule(new LoadPlan(s_target, 50, TimeSpan.FromSeconds(2)));

        Assert.Equal(100, schedule.Count);
        Assert.Equal([0, 20, 40], new[] { schedule[0], schedule[1], schedule[2] }.Select(arrival => arrival.At.TotalMilliseconds));
        Assert.Equal(1980, schedule[99].At.TotalMilliseconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 50)]
    [InlineData(50, 500)]
    [InlineData(99.9, 999)]
    [InlineData(100, 1000)]
    public void Use_OverAThousand_HasTheShareThatWasAskedFor(double percent, int kept)
    {
        var schedule = new ArrivalSchedule(new LoadPlan(s_target, 1000, TimeSpan.FromSeconds(1)) { KeepAlive = Share.Percent((decimal)percent) });

        Assert.Equal(kept, Enumerable.Range(0, 1000).Count(number => schedule[number].Use == ConnectionUse.KeptAlive));
    }

    [Fact]
    public void Use_HalfAndHalf_TakesTurns()
    {
        var schedule = new ArrivalSchedule(new LoadPlan(s_target, 10, TimeSpan.FromSeconds(1)));

        Assert.Equal(
            [ConnectionUse.New, ConnectionUse.KeptAlive, ConnectionUse.New, ConnectionUse.KeptAlive],
            Enumerable.Range(0, 4).Select(number => schedule[number].Use));
    }

    [Fact]
    public void Count_LessThanOneInTheTime_IsOne()
    {
        Assert.Equal(1, new ArrivalSchedule(new LoadPlan(s_target, 0.1, TimeSpan.FromSeconds(1))).Count);
    }
}

namespace Sluice.Model.Tests;

public class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("1d", 86400)]
    [InlineData("7d12h", 648000)]
    [InlineData("0s", 0)]
    [InlineData("25h", 90000)]
    [InlineData("999999s", 999999)]
    [InlineData("3m", 180)]
    [InlineData("1m30s", 90)]
    [InlineData("1h", 3600)]
    [InlineData("1h1m1s", 3661)]
    [InlineData("24h", 86400)]
    [InlineData("90m", 5400)]
    public void Parse_Duration_Seconds(string text, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("90")]
    [InlineData("s")]
    [InlineData("1s1m")]
    [InlineData("1m1m")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5m")]
    [InlineData("1 m")]
    [InlineData("1w")]
    [InlineData("1s1ms2")]
    [InlineData("ms")]
    [InlineData("1ms1s")]
    [InlineData("1sm")]
    [InlineData("1000000s")]
    [InlineData("99999999999999999999s")]
    [InlineData("1m30")]
    public void Parse_NoDuration_Nothing(string text) => Assert.Null(DurationText.Parse(text));

    [Theory]
    [InlineData("0s")]
    [InlineData("250ms")]
    [InlineData("1s500ms")]
    [InlineData("1m30s")]
    [InlineData("15m")]
    [InlineData("36h")]
    [InlineData("7d")]
    public void Format_Duration_ShortestText(string text) => Assert.Equal(text, DurationText.Format(DurationText.Parse(text)!.Value));

    [Fact]
    public void Format_AnyDuration_ReadAsTheSame()
    {
        var random = new Random(11);
        for (var round = 0; round < 2000; round++)
        {
            var duration = TimeSpan.FromMilliseconds(random.NextInt64(30L * 86_400_000));

            Assert.Equal(duration, DurationText.Parse(DurationText.Format(duration)));
        }
    }
}

namespace Sluice.Model.Tests;

public class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("3m", 180)]
    [InlineData("1m30s", 90)]
    [InlineData("1h", 3600)]
    [InlineData("1h1m1s", 3661)]
    [InlineData("24h", 86400)]
    [InlineData("90m", 5400)]
    public void Parse_Duration_Seconds(string text, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text, out var problem));
        Assert.Null(problem);
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
    [InlineData("1d")]
    [InlineData("0s")]
    [InlineData("0m0s")]
    [InlineData("25h")]
    [InlineData("99999999999999999999s")]
    [InlineData("1m30")]
    public void Parse_NoDuration_Problem(string text)
    {
        Assert.Null(DurationText.Parse(text, out var problem));
        Assert.NotNull(problem);
    }
}

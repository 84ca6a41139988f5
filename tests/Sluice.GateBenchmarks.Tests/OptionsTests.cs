namespace Sluice.GateBenchmarks.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Parse_EveryOption_IsTaken()
    {
        var (options, problems) = Options.Parse(["--quick", "--out", "here", "--seed", "7", "--threads", "2"]);

        Assert.Equal(new Options(IsQuick: true, "here", Seed: 7, Threads: 2), options);
        Assert.Empty(problems);
    }

    [Fact]
    public void Parse_EverythingWrong_IsSaidAtOnce()
    {
        var (options, problems) = Options.Parse(["--fast", "--seed", "-1", "--threads", "0", "--out"]);

        Assert.Null(options);
        Assert.Equal(
            ["--fast: no such option", "--seed -1: a whole number from 0 on is allowed", "--threads 0: 1 to 1024 are allowed", "--out: its value is missing"],
            problems);
    }
}

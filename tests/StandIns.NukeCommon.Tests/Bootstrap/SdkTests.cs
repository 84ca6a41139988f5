namespace StandIns.NukeCommon.Tests.Bootstrap;

/// <summary>A machine without the SDK that is needed.</summary>
public sealed class SdkTests
{
    [Fact]
    public void NoDotnet_SaysWhatToInstall()
    {
        using var bootstrap = new Bootstrap();

        var result = Bootstrap.Finish(bootstrap.Start([], path: bootstrap.PathWithoutDotnet()));

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("no 'dotnet' on PATH", result.Error, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.0.400 [/sdk]\n9.0.100 [/sdk]", "has 8.0.400, 9.0.100.")]
    [InlineData("", "has none.")]
    public void OldSdk_SaysWhatIsThereAndWhatIsNeeded(string sdks, string message)
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Answer("sdks", sdks);

        var result = bootstrap.Run();

        Assert.Equal((5, 0), (result.ExitCode, bootstrap.Compiles));
        Assert.Contains("SDK 10 is needed", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}

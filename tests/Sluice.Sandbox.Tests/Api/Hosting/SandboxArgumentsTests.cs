using Sluice.Sandbox.Hosting;

namespace Sluice.Sandbox.Tests.Api.Hosting;

public sealed class SandboxArgumentsTests
{
    [Theory]
    [InlineData("--home /x", "/x", null)]
    [InlineData("--home /x/../y --build b1", "/y", "b1")]
    [InlineData("--build b1 --home /x", "/x", "b1")]
    public void Parse_Good_IsRead(string line, string home, string? build)
    {
        var (arguments, errors) = SandboxArguments.Parse(line.Split(' '));
        Assert.Empty(errors);
        Assert.Equal(new SandboxArguments(home, build), arguments);
    }

    [Theory]
    [InlineData("--build", "--build needs a value", "--home is missing")]
    [InlineData("--home --port 1", "--home needs a value", "unknown argument \"--port\"", "unknown argument \"1\"")]
    [InlineData("--home /x --home /y", "--home is given twice")]
    public void Parse_Bad_NamesEveryError(string line, params string[] expected)
    {
        var (arguments, errors) = SandboxArguments.Parse(line.Split(' '));
        Assert.Null(arguments);
        Assert.All(expected, e => Assert.Contains(errors, found => found.Contains(e, StringComparison.Ordinal)));
        Assert.StartsWith("usage:", errors[^1], StringComparison.Ordinal);
    }
}

using Sluice.Images.Bases;
using Sluice.Images.Layers;

namespace Sluice.Images.Tests.Bases;

public class BaseContentsTests
{
    private const string SearchPath = "/usr/local/bin:/usr/bin";

    [Theory]
    [InlineData("dotnet", "usr/share/dotnet/dotnet", "usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.1/", "usr/bin/dotnet")]
    [InlineData("/opt/net/dotnet", "opt/net/dotnet", "opt/net/shared/Microsoft.NETCore.App/10.0.1/")]
    [InlineData(null, "usr/bin/dotnet")]
    [InlineData(null, "usr/share/dotnet/shared/Microsoft.NETCore.App/10.0.1/")]
    [InlineData(null)]
    public void From_Paths_FindsHowDotnetIsStarted(string? expected, params string[] paths)
        => Assert.Equal(expected, BaseContents.From(paths.ToHashSet(), SearchPath).Dotnet);

    [Fact]
    public void From_Alpine_IsMusl()
    {
        Assert.True(BaseContents.From(new HashSet<string> { "lib/ld-musl-x86_64.so.1" }, SearchPath).IsMusl);
        Assert.False(BaseContents.From(new HashSet<string> { "lib64/ld-linux-x86-64.so.2" }, SearchPath).IsMusl);
    }

    [Theory]
    [InlineData("10.0.0", "", "10.0.12", true)]
    [InlineData("10.0.0", "", "10.0.0-rc.1", true)]
    [InlineData("10.0.13", "", "10.0.12", false)]
    [InlineData("10.0.0", "", "11.0.0", false)]
    [InlineData("10.0.0", "Major", "11.0.0", true)]
    [InlineData("10.0.0", "", "9.0.9", false)]
    public void Missing_Frameworks_FollowsTheHostsRule(string wanted, string rollForward, string present, bool isThere)
    {
        var config = """{"runtimeOptions":{"rollForward":"POLICY","frameworks":[{"name":"Microsoft.AspNetCore.App","version":"WANTED"}]}}"""
            .Replace("POLICY", rollForward, StringComparison.Ordinal).Replace("WANTED", wanted, StringComparison.Ordinal);

        var missing = RuntimeNeeds.Read(System.Text.Encoding.UTF8.GetBytes(config)).Missing([new FrameworkVersion("Microsoft.AspNetCore.App", present)]);

        Assert.Equal(isThere, missing.Count == 0);
    }

    [Fact]
    public void Read_SelfContained_NeedsNothing()
    {
        var needs = RuntimeNeeds.Read("""{"runtimeOptions":{"includedFrameworks":[{"name":"Microsoft.NETCore.App","version":"10.0.12"}]}}"""u8.ToArray());

        Assert.Empty(needs.Missing([]));
    }
}

namespace StandIns.NukeCommon.Tests.Bootstrap;

/// <summary>Published packages or stand-ins: found out once.</summary>
public sealed class PackageTests
{
    private const string Missing = "/r/build/_build.csproj : error NU1101: Unable to find package Nuke.Common. No packages exist with this id in source(s): s";
    private const string Older = "/r/build/_build.csproj : error NU1102: Unable to find package Serilog with version (>= 4.3.0)";
    private const string Unreachable = "/r/build/_build.csproj : error NU1301: Unable to load the service index for source https://s/index.json.";

    [Theory]
    [InlineData(Missing)]
    [InlineData(Missing + "\n" + Older)]
    public void NoSuchPackage_SelectsStandIns(string restore)
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Answer("restore", restore, exitCode: 1);

        var result = bootstrap.Run();

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Packages: stand-ins (Nuke.Common: not in the package registry).", result.Error, StringComparison.Ordinal);
        Assert.Contains(">true</UseStandIns>", bootstrap.RememberedPackages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Unreachable)]
    [InlineData(Missing + "\n" + Unreachable)]
    [InlineData(Older)]
    [InlineData("The operation was canceled because of a timeout")]
    [InlineData("error : No space left on device")]
    public void OtherError_FailsAndDecidesNothing(string restore)
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Answer("restore", restore, exitCode: 1);

        var result = bootstrap.Run();

        Assert.Equal((5, 0), (result.ExitCode, bootstrap.Compiles));
        Assert.Null(bootstrap.RememberedPackages);
        Assert.Contains("cannot be restored", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherError_IsShown()
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Answer("restore", Unreachable, exitCode: 1);

        Assert.Contains("NU1301: Unable to load the service index for source https://s/index.json.", bootstrap.Run().Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Restored_UsesThePublishedOnesAndAsksOnce()
    {
        using var bootstrap = new Bootstrap();

        var result = bootstrap.Run();
        bootstrap.Write("src/Some/Code.cs", "class Other;");
        bootstrap.Run();

        Assert.Contains("Packages: published.", result.Error, StringComparison.Ordinal);
        Assert.Contains(">false</UseStandIns>", bootstrap.RememberedPackages, StringComparison.Ordinal);
        Assert.Single(bootstrap.Calls, x => x.StartsWith("restore", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("published", ">false</UseStandIns>")]
    [InlineData("standins", ">true</UseStandIns>")]
    public void Variable_Decides(string choice, string remembered)
    {
        using var bootstrap = new Bootstrap();
        bootstrap.Write(".nuke/temp/packages.props", "<Project/>");

        var result = Bootstrap.Finish(bootstrap.Start([], variables: new Dictionary<string, string> { ["SLUICE_PACKAGES"] = choice }));

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(remembered, bootstrap.RememberedPackages, StringComparison.Ordinal);
        Assert.DoesNotContain(bootstrap.Calls, x => x.StartsWith("restore", StringComparison.Ordinal));
    }

    [Fact]
    public void Variable_Unknown_IsRefused()
    {
        using var bootstrap = new Bootstrap();

        var result = Bootstrap.Finish(bootstrap.Start([], variables: new Dictionary<string, string> { ["SLUICE_PACKAGES"] = "some" }));

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("use published or standins", result.Error, StringComparison.Ordinal);
    }
}

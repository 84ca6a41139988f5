using Sluice.Images.Publishing;

namespace Sluice.Images.Tests;

public sealed class MsBuildOutputTests
{
    [Theory]
    [InlineData("/src/shop/Program.cs(6,5): error CS1001: Identifier expected [/src/shop/Shop.csproj]", "shop/Program.cs:6:5: CS1001 Identifier expected", "/src/shop/Shop.csproj")]
    [InlineData("  /src/shop/Program.cs(6,5,6,9): error CS0103: The name 'x' does not exist [/src/shop/Shop.csproj::TargetFramework=net10.0]", "shop/Program.cs:6:5: CS0103 The name 'x' does not exist", "/src/shop/Shop.csproj")]
    [InlineData("/src/shop/Shop.csproj : error NU1101: Unable to find package Nope. [/src/.nuke/publish.proj]", "shop/Shop.csproj: NU1101 Unable to find package Nope.", "/src/.nuke/publish.proj")]
    [InlineData("/src/shop/Shop.csproj(3,1): error MSB4025: The project file could not be loaded.", "shop/Shop.csproj:3:1: MSB4025 The project file could not be loaded.", null)]
    [InlineData("MSBUILD : error MSB1009: Project file does not exist.", "MSB1009 Project file does not exist.", null)]
    [InlineData("CSC : error CS5001: Program does not contain a static 'Main' method [/src/shop/Shop.csproj]", "CS5001 Program does not contain a static 'Main' method", "/src/shop/Shop.csproj")]
    [InlineData("/usr/sdk/Sdk.targets(12,5): error NETSDK1045: Targets net99.0 [/src/shop/Shop.csproj]", "/usr/sdk/Sdk.targets:12:5: NETSDK1045 Targets net99.0", "/src/shop/Shop.csproj")]
    public void Errors_LineOfMsBuild_IsReadWithPlaceAndProject(string line, string shown, string? project)
    {
        var error = Assert.Single(MsBuildOutput.Errors([line], "/src"));

        Assert.Equal(shown, error.Error.ToString());
        Assert.Equal(project, error.Project);
    }

    [Theory]
    [InlineData("/src/a.cs(1,1): warning CS0168: unused [/src/shop/Shop.csproj]")]
    [InlineData("  Shop -> /src/bin/error/Shop.dll")]
    [InlineData("Build FAILED.")]
    [InlineData("    0 Error(s)")]
    public void Errors_OtherLine_IsNone(string line) => Assert.Empty(MsBuildOutput.Errors([line], "/src"));

    [Fact]
    public void Errors_SameLineTwice_IsOneError()
    {
        const string Line = "/src/a.cs(1,1): error CS1002: ; expected [/src/shop/Shop.csproj]";

        Assert.Single(MsBuildOutput.Errors([Line, Line], "/src"));
    }

    [Theory]
    [InlineData("/src/shop/Shop.csproj", "CS1 shop", "NU1 shop", "NU2 shop", "MSB1 anyone")]
    [InlineData("/src/mail/Mail.csproj", "CS1 mail", "MSB1 anyone")]
    public void Of_ErrorsOfSeveralServices_EachGetsItsOwn(string project, params string[] expected)
    {
        var errors = MsBuildOutput.Errors(
            [
                "CSC : error CS1: shop [/src/shop/Shop.csproj]",
                "/src/shop/Shop.csproj : error NU1: shop [/src/.nuke/publish.proj]",
                "/src/shop/Shop.csproj : error NU2: shop",
                "/src/gone/Gone.csproj(1,1): error MSB4025: gone",
                "CSC : error CS1: mail [/src/mail/Mail.csproj]",
                "MSBUILD : error MSB1: anyone",
            ],
            "/src");

        Assert.Equal(expected, MsBuildOutput.Of(new HashSet<string> { project }, errors, "/src").Select(error => $"{error.Code} {error.Message}"));
    }

    [Fact]
    public void PublishedJob_LineOfOurProject_IsTheService()
    {
        Assert.Equal("shop", MsBuildOutput.PublishedJob($"  {PublishProject.SuccessPrefix}shop"));
        Assert.Null(MsBuildOutput.PublishedJob("  Shop -> /out/"));
    }

    [Theory]
    [InlineData("NU1301", null, 0, "Unable to load the service index", "network")]
    [InlineData("NU1101", "a.csproj", 0, "Unable to find package", "name or version")]
    [InlineData("MSB3491", "a.targets", 4, "Could not write: No space left on device", "Free some space")]
    [InlineData("NETSDK1045", null, 0, "The current SDK does not support", "project file")]
    public void Outcome_ErrorThatIsNotInTheCode_SaysWhatToDo(string code, string? file, int line, string message, string hint)
    {
        var outcome = ErrorReading.Outcome("shop", [new BuildError(file, line, 0, code, message)]);

        Assert.Contains(hint, Assert.IsType<BuildOutcome.Failed>(outcome).Hint, StringComparison.Ordinal);
    }
}

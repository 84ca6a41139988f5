using Sluice.Nuke.Arguments;

namespace Sluice.Nuke.Tests.Arguments;

public sealed class EnvironmentShieldTests
{
    [Theory]
    [InlineData("TARGET", true)]
    [InlineData("Target", true)]
    [InlineData("HOST", true)]
    [InlineData("PLAN", true)]
    [InlineData("NO_LOGO", true)]
    [InlineData("OUTPUTFILE", true)]
    [InlineData("OUTPUT_FILE", true)]
    [InlineData("PREFIXED_THING", true)]
    [InlineData("COUNT", true)]
    [InlineData("ALIAS", true)]
    [InlineData("NUKE_COUNT", false)]
    [InlineData("GITHUB_TOKEN", false)]
    [InlineData("GITHUB_ACTIONS", false)]
    [InlineData("PATH", false)]
    [InlineData("THING", false)]
    public void Strays_OfVariables_AreThoseThatTheEngineWouldTake(string variable, bool isStray)
    {
        Assert.Equal(isStray ? [variable] : [], EnvironmentShield.Strays(SampleBuild.Surface, [variable]));
    }

    [Fact]
    public void Mistakes_OfVariablesMeantForParameters_AreNamed()
    {
        var variables = new Dictionary<string, string>
        {
            ["COUNT"] = "many",
            ["NUKE_COUNT"] = "many",
            ["NUKE_CODES"] = "1,2",
            ["NUKE_TARGET"] = "Deploy+Lok",
            ["NUKE_GITHUB_TOKEN"] = "hunter2",
            ["NUKE_TELEMETRY_OPTOUT"] = "1",
        };

        Assert.Equal(
            [
                "Environment variable NUKE_COUNT: 'many' is not a whole number.",
                "Environment variable NUKE_GITHUB_TOKEN: the value is not a whole number.",
                "Environment variable NUKE_TARGET: Unknown target Lok. Did you mean Look? Type: ./build.sh --help",
            ],
            EnvironmentShield.Mistakes(SampleBuild.Surface, variables));
    }
}

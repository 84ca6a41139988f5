using Sluice.Model.Environments;
using Sluice.Model.Values;
using Sluice.Model.Versions;

namespace Sluice.Model.Tests.Versions;

public class ReleaseTagTests
{
    private static readonly TriggerDefinition[] s_beta = [Tag("v[0-9]+.[0-9]+.[0-9]+-beta[0-9]+")];
    private static readonly TriggerDefinition[] s_prod = [Tag("v[0-9]+.[0-9]+.[0-9]+")];
    private static readonly TriggerDefinition[] s_stage = [new(RefKind.Branch, Pattern("main"), null)];

    [Fact]
    public void Highest_SeveralTags_IsTheHighestThatDeploysThere()
    {
        string[] tags = ["v1.5.0-beta2", "v1.5.0", "v1.5.0-beta10", "nightly", "v1.5.0-rc1"];

        Assert.Equal("v1.5.0-beta10", ReleaseTag.Highest(s_beta, tags).Tag?.Name);
        Assert.Equal("v1.5.0", ReleaseTag.Highest(s_prod, tags).Tag?.Name);
    }

    [Fact]
    public void Highest_NothingDeploysThere_IsNothingAndNoProblem()
    {
        Assert.Equal((null, 0), (ReleaseTag.Highest(s_beta, ["v1.5.0", "nightly"]).Tag, ReleaseTag.Highest(s_beta, ["v1.5.0"]).Problems.Count));
        Assert.Null(ReleaseTag.Highest(s_stage, ["v1.5.0", "main"]).Tag);
    }

    [Fact]
    public void Highest_TagThatIsNoVersion_IsAProblemOnlyWhereNoOtherIsOne()
    {
        var (none, problems) = ReleaseTag.Highest([Tag("v*")], ["v1.5", "v01.5.0"]);

        Assert.Null(none);
        Assert.Equal(["The tag 'v01.5.0' is not a version: it has the number 01 with a zero in front.", "The tag 'v1.5' is not a version: it has 2 numbers instead of 3."], problems.Select(problem => problem.Split(" Allowed")[0]));
        var (tag, others) = ReleaseTag.Highest([Tag("v*")], ["v1.5", "v1.5.0"]);
        Assert.Equal("v1.5.0", tag?.Name);
        Assert.Empty(others);
    }

    [Fact]
    public void IsFor_Version_GoesByTheTagItWouldHave()
    {
        Assert.True(ReleaseTag.IsFor(s_beta, Version("1.5.0-beta2")));
        Assert.True(ReleaseTag.IsFor([Tag("[0-9]+.[0-9]+.[0-9]+")], Version("1.5.0")));
        Assert.False(ReleaseTag.IsFor(s_beta, Version("1.5.0")));
        Assert.False(ReleaseTag.IsFor(s_prod, Version("1.5.0-beta2")));
        Assert.True(ReleaseTag.IsFor(s_stage, Version("1.5.0-beta2")));
        Assert.True(ReleaseTag.IsFor([], Version("1.5.0")));
    }

    [Fact]
    public void Example_Triggers_IsATagThatDeploysThere()
    {
        Assert.Equal("v1.0.0-beta1", ReleaseTag.Example(s_beta));
        Assert.Equal("v1.0.0", ReleaseTag.Example(s_prod));
        Assert.Equal("1.0.0-rc.1", ReleaseTag.Example([Tag("[0-9]+.[0-9]+.[0-9]+-rc.[0-9]+")]));
        Assert.Null(ReleaseTag.Example(s_stage));
        Assert.Null(ReleaseTag.Example([Tag("nightly-*")]));
    }

    [Theory]
    [InlineData("stage,beta,prod", "prod", "1.5.0", "beta")]
    [InlineData("stage,beta,prod", "prod", "1.5.0-beta2", null)]
    [InlineData("stage,beta,prod", "beta", "1.5.0-beta2", null)]
    [InlineData("prod,beta,stage", "prod", "1.5.0", "beta")]
    [InlineData("stage,prod", "prod", "1.5.0", null)]
    [InlineData("stage,rc,beta,prod", "prod", "1.5.0", "beta")]
    [InlineData("stage,beta,rc,prod", "prod", "1.5.0", "rc")]
    [InlineData("any,prod", "prod", "1.5.0", "any")]
    [InlineData("any", "any", "1.5.0", null)]
    public void Before_Environments_TheNearestWithPreReleasesOfTheVersion(string environments, string where, string version, string? expected)
    {
        var triggers = environments.Split(',').Select(name => new EnvironmentTriggers(name, name switch
        {
            "stage" => s_stage,
            "beta" => s_beta,
            "rc" => [Tag("v*-rc*")],
            "any" => [Tag("v**")],
            _ => s_prod,
        }));
        var pipeline = new Pipeline("shop", new RegistryDefinition(null), [], []) { Triggers = [.. triggers] };

        Assert.Equal(expected, PromotionPath.Before(pipeline, where, Version(version)));
    }

    private static TriggerDefinition Tag(string pattern) => new(RefKind.Tag, Pattern(pattern), null);

    private static RefPattern Pattern(string text) => RefPattern.Parse(text, out var problem) ?? throw new FormatException(problem);

    private static ReleaseVersion Version(string text) => ReleaseVersion.TryParse(text, out var version, out var error) ? version : throw new FormatException(error);
}

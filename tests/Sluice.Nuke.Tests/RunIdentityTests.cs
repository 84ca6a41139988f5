using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Tests;

public sealed class RunIdentityTests
{
    [Fact]
    public void Create_OnAWorkstation_NamesUserHostAndProcess_AndNeverTheSameRunTwice()
    {
        var one = RunIdentity.Create(_ => null, "robin", "laptop", 4711);
        var other = RunIdentity.Create(_ => null, "robin", "laptop", 4711);

        Assert.Matches("^robin@laptop, process 4711, run [0-9a-f]{8}$", one.Name);
        Assert.NotEqual(one.Name, other.Name);
        Assert.Empty(one.Url);
    }

    [Fact]
    public void Create_OnABuildServer_NamesWhoStartedItAndWhereToWatch()
    {
        var variables = new Dictionary<string, string>
        {
            ["GITHUB_ACTOR"] = "octocat",
            ["GITHUB_SERVER_URL"] = "https://github.example",
            ["GITHUB_REPOSITORY"] = "team/app",
            ["GITHUB_RUN_ID"] = "77",
        };

        var run = RunIdentity.Create(variables.GetValueOrDefault, "runner", "fv-az1", 2);

        Assert.StartsWith("octocat@fv-az1, process 2, ", run.Name, StringComparison.Ordinal);
        Assert.Equal("https://github.example/team/app/actions/runs/77", run.Url);
        Assert.Equal("https://ci.example/9", RunIdentity.Create(name => name == "CI_JOB_URL" ? "https://ci.example/9" : null, "u", "h", 1).Url);
    }
}

using Nuke.Common;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class HelpTests
{
    [Fact]
    public void Help_ListsTargetsDefaultsAndParameters()
    {
        using var engine = new Engine();

        engine.Run<HelpBuild>(x => x.Deploy, "--help");

        Assert.Equal(0, engine.ExitCode);
        Assert.Empty(Engine.Steps);
        Assert.Matches(@"Deploy \(default\) +Brings it out\. \[Compile\]", engine.Output);
        Assert.Matches("--github-token +The token\\.", engine.Output);
        Assert.Matches("--skip +Targets to leave out", engine.Output);
        Assert.DoesNotContain("Hidden", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_LongDescription_IsWrapped()
    {
        using var engine = new Engine();

        engine.Run<HelpBuild>("--help");

        Assert.All(engine.Output.Split('\n'), x => Assert.True(x.Length <= 120, x));
        Assert.Contains("the last word", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_NotFound_SaysWhatToDo()
    {
        using var engine = new Engine();

        engine.Run<HelpBuild>("Compile", "--root", "nowhere");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("--root names", engine.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "GitHubActions server")]
    [InlineData("GITLAB_CI", "GitLab server")]
    [InlineData("NOTHING", "Terminal local")]
    public void Host_FromEnvironment_IsDetected(string variable, string expected)
    {
        using var engine = new Engine().WithVariable(variable, "true");

        engine.Run<HelpBuild>("ShowHost");

        Assert.Equal([expected], Engine.Steps);
    }

    [Fact]
    public void GitHubActions_Target_IsAGroupAndErrorsAreAnnotations()
    {
        using var engine = new Engine().WithVariable("GITHUB_ACTIONS", "true");

        engine.Run<HelpBuild>("Fails");

        Assert.Contains("::group::Fails", engine.Output, StringComparison.Ordinal);
        Assert.Contains("::error::first%0Asecond 100%25", engine.Output, StringComparison.Ordinal);
    }

    internal sealed class HelpBuild : NukeBuild
    {
        [Parameter("The token.")]
        private readonly string? GitHubToken;

        public Target Compile => _ => _
            .Description(string.Join(' ', Enumerable.Repeat("Compiles this and that.", 12)) + " the last word")
            .Executes(() => Engine.Steps.Add("compile" + GitHubToken + RootDirectory));

        public Target Deploy => _ => _.Description("Brings it out.").DependsOn(Compile).Executes(() => Engine.Steps.Add("deploy"));

        public Target Hidden => _ => _.Unlisted().Executes(() => { });

        public Target ShowHost => _ => _.Executes(() => Engine.Steps.Add($"{Host} {(IsServerBuild ? "server" : "local")}"));

        public Target Fails => _ => _.Executes(() => Nuke.Common.Assert.Fail("first\nsecond 100%"));
    }
}

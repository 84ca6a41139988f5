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
        Assert.Matches(@"  Deploy \(default\) +-> Compile\s+Brings it out\.", engine.Output);
        Assert.Matches("--github-token +The token\\.", engine.Output);
        Assert.Matches("--skip +List of targets to be skipped", engine.Output);
        Assert.Contains("Default is 'Deploy'.", engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("idden", engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--partition", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_LongDescription_IsWrapped()
    {
        using var engine = new Engine();

        engine.Run<HelpBuild>("--help");

        var lines = engine.Output.Split('\n').SkipWhile(x => x != "Parameters:").ToList();
        Assert.All(lines, x => Assert.True(x.Length <= 90, x));
        Assert.Contains("the last word", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Root_NotFound_SaysWhatToDo()
    {
        using var engine = new Engine();

        engine.Run<HelpBuild>("Compile", "--root", "nowhere");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("--root names", engine.Output, StringComparison.Ordinal);
    }

    internal sealed class HelpBuild : NukeBuild
    {
        [Parameter("The token.")]
        private readonly string? GitHubToken;

        [Parameter("Says this and that and much more about it, and some more besides, up to the last word.")]
        private readonly bool Verbose;

        [Parameter("Is hidden.", List = false)]
        private readonly bool Hidden1;

        public Target Compile => _ => _
            .Executes(() => Engine.Steps.Add("compile" + GitHubToken + RootDirectory + Verbose + Hidden1));

        public Target Deploy => _ => _.Description("Brings it out.").DependsOn(Compile).Executes(() => Engine.Steps.Add("deploy"));

        public Target Hidden => _ => _.Unlisted().Executes(() => { });
    }
}

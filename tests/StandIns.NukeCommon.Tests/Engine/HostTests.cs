using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using Serilog;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class HostTests
{
    [Theory]
    [InlineData("GITHUB_ACTIONS", "GitHubActions server")]
    [InlineData("GITLAB_CI", "GitLab server")]
    [InlineData("NOTHING", "Terminal local")]
    public void Host_FromEnvironment_IsDetected(string variable, string expected)
    {
        using var engine = new Engine().WithVariable(variable, "true");

        engine.Run<HostBuild>("ShowHost");

        Assert.Equal([expected], Engine.Steps);
    }

    [Fact]
    public void Host_NamedByOption_GoesBeforeTheEnvironment()
    {
        using var engine = new Engine().WithVariable("GITHUB_ACTIONS", "true");

        engine.Run<HostBuild>("ShowHost", "--host", "terminal");
        Assert.Equal(["Terminal local"], Engine.Steps);

        engine.Run<HostBuild>("ShowHost", "--host", "Teminal");
        Assert.Contains("use one of GitHubActions, GitLab, Terminal", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void GitHubActions_Target_IsAGroupAndErrorsAreAnnotations()
    {
        using var engine = new Engine().WithVariable("GITHUB_ACTIONS", "true");

        engine.Run<HostBuild>("Fails");

        Assert.Contains("::group::Fails", engine.Output, StringComparison.Ordinal);
        Assert.Contains("::endgroup::Fails", engine.Output, StringComparison.Ordinal);
        Assert.Contains("::warning::careful", engine.Output, StringComparison.Ordinal);
        Assert.Contains("::error::first%0Asecond 100%25", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void GitHubActions_MessageThatIsACommand_GoesOutAsItIs()
    {
        using var engine = new Engine().WithVariable("GITHUB_ACTIONS", "true");

        engine.Run<HostBuild>("Commands");

        Assert.Contains("::add-mask::secret", engine.Output.Split('\n'));
        Assert.Contains("::notice file=a%3Ab.cs,line=3::look%0Ahere", engine.Output.Split('\n'));
    }

    [Fact]
    public void GitHubActions_Properties_AreTheRunnersVariables()
    {
        using var engine = new Engine()
            .WithVariable("GITHUB_ACTIONS", "true")
            .WithVariable("GITHUB_REF_NAME", "v1.2.3")
            .WithVariable("GITHUB_RUN_ID", "12345678901")
            .WithVariable("GITHUB_EVENT_NAME", "pull_request")
            .WithVariable("GITHUB_EVENT_PATH", "event.json");
        engine.WithFile("event.json", """{ "number": 7, "action": "opened" }""").WithVariable("GITHUB_EVENT_PATH", Path.Combine(engine.Root, "event.json"));

        engine.Run<HostBuild>("ShowRun");

        Assert.Equal(["v1.2.3 12345678901 True 7 opened"], Engine.Steps);
    }

    [Fact]
    public void GitLab_Target_IsASectionThatFolds()
    {
        using var engine = new Engine().WithVariable("GITLAB_CI", "true");

        engine.Run<HostBuild>("Fails");

        Assert.Matches("\u001b\\[0Ksection_start:[0-9]+:fails\r\u001b\\[0KFails", engine.Output);
        Assert.Matches("\u001b\\[0Ksection_end:[0-9]+:fails\r\u001b\\[0K", engine.Output);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS", "::group::")]
    [InlineData("NOTHING", "━━ ShowHost")]
    public void DisabledOutput_OfTheHostsKind_IsAbsent(string variable, string mark)
    {
        using var engine = new Engine().WithVariable(variable, "true");

        engine.Run<HostBuild>("ShowHost");
        Assert.Contains(mark, engine.Output, StringComparison.Ordinal);

        engine.Run<PlainBuild>("ShowHost");
        Assert.DoesNotContain(mark, engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Build succeeded", engine.Output, StringComparison.Ordinal);
    }

    internal class HostBuild : NukeBuild
    {
        public Target ShowHost => _ => _.Executes(() => Engine.Steps.Add($"{Host} {(IsServerBuild ? "server" : "local")}"));

        public Target ShowRun => _ => _.Executes(() =>
        {
            var run = GitHubActions.Instance;
            Engine.Steps.Add($"{run.RefName} {run.RunId} {run.IsPullRequest} {run.PullRequestNumber} {run.PullRequestAction}");
        });

        public Target Commands => _ => _.Executes(() =>
        {
            Log.Information("::add-mask::secret");
            GitHubActions.Instance.WriteCommand("notice", "look\nhere", x =>
            {
                x["file"] = "a:b.cs";
                x["line"] = 3;
                return x;
            });
        });

        public Target Fails => _ => _.Executes(() =>
        {
            Log.Warning("careful");
            Nuke.Common.Assert.Fail("first\nsecond 100%");
        });
    }

    [DisableDefaultOutput]
    internal sealed class PlainBuild : HostBuild;
}

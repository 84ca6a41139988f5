using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class FailureTests
{
    [Theory]
    [InlineData("Next", "Broken", -1)]
    [InlineData("Broken Cleanup", "Broken Cleanup", -1)]
    [InlineData("Tolerated AfterTolerated", "Tolerated AfterTolerated", -1)]
    [InlineData("Refused", "Refused", 3)]
    [InlineData("Fine", "Fine", 0)]
    [InlineData("Chosen", "Chosen", 6)]
    public void Run_FailingTarget_StopsWhatIsNotAssured(string targets, string steps, int exitCode)
    {
        using var engine = new Engine();

        engine.Run<FailingBuild>(targets.Split(' '));

        Assert.Equal((exitCode, steps), (engine.ExitCode, string.Join(' ', Engine.Steps)));
    }

    [Fact]
    public void Run_FailingTarget_ShowsStatusesAndRepeatsTheError()
    {
        using var engine = new Engine();

        engine.Run<FailingBuild>("Next");

        Assert.Matches("Broken +Failed +< 1 s +// BuildFailure: it broke", engine.Output);
        Assert.Matches("Next +NotRun", engine.Output);
        Assert.Matches(@"Warnings and errors again:\s+\[ERR\] Broken: it broke", engine.Output);
        Assert.EndsWith("Build failed.", engine.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OwnException_ShowsNoTrace()
    {
        using var engine = new Engine();

        engine.Run<FailingBuild>("Broken");

        Assert.DoesNotContain("   at ", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SystemException_ShowsItsTrace()
    {
        using var engine = new Engine();

        engine.Run<FailingBuild>("Bug");

        Assert.Contains("InvalidOperationException: a bug", engine.Output, StringComparison.Ordinal);
        Assert.Contains("   at ", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Hooks_AreCalledInOrder()
    {
        using var engine = new Engine();

        engine.Run<HookedBuild>("Bad");

        Assert.Equal(
            ["created:0", "initialized:3", "running:Good", "succeeded:Good", "skipped:Odd", "running:Bad", "failed:Bad", "finished:Bad"],
            Engine.Steps);
    }

    [Fact]
    public void ReportSummary_Values_AreInTheTargetsRow()
    {
        using var engine = new Engine();

        engine.Run<FailingBuild>("Fine");

        Assert.Matches("Fine +Succeeded +< 1 s +// Images: 3, Registry: here", engine.Output);
        Assert.EndsWith("Build succeeded.", engine.Output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Normal", true, true)]
    [InlineData("Minimal", false, true)]
    [InlineData("quiet", false, false)]
    public void Run_Verbosity_ChoosesLevels(string verbosity, bool information, bool warning)
    {
        using var engine = new Engine();

        engine.Run<FailingBuild>("Talks", "--verbosity", verbosity);

        Assert.Equal((information, warning), (
            engine.Output.Contains("[INF] to know", StringComparison.Ordinal), engine.Output.Contains("[WRN] to heed", StringComparison.Ordinal)));
    }

    internal sealed class FailingBuild : NukeBuild
    {
        public Target Broken => _ => _.Executes(() =>
        {
            Engine.Steps.Add("Broken");
            Nuke.Common.Assert.Fail("it broke");
        });

        public Target Next => _ => _.DependsOn(Broken).Executes(() => Engine.Steps.Add("Next"));

        public Target Cleanup => _ => _.After(Broken).AssuredAfterFailure().Executes(() => Engine.Steps.Add("Cleanup"));

        public Target Tolerated => _ => _.ProceedAfterFailure().Executes(() =>
        {
            Engine.Steps.Add("Tolerated");
            Nuke.Common.Assert.Fail("tolerated");
        });

        public Target AfterTolerated => _ => _.DependsOn(Tolerated).Executes(() => Engine.Steps.Add("AfterTolerated"));

        public Target Refused => _ => _.Executes(() =>
        {
            Engine.Steps.Add("Refused");
            ExitCode = 3;
            Nuke.Common.Assert.Fail("refused");
        });

        public Target Chosen => _ => _.Executes(() =>
        {
            Engine.Steps.Add("Chosen");
            ExitCode = 6;
        });

        public Target Bug => _ => _.Executes(() => throw new InvalidOperationException("a bug"));

        public Target Fine => _ => _.Executes(() =>
        {
            Engine.Steps.Add("Fine");
            ReportSummary(x => x.AddPair("Images", 3).AddPair("Registry", "here"));
        });

        public Target Talks => _ => _.Executes(() =>
        {
            Log.Information("to {Verb}", "know");
            Log.Warning("to {Verb}", "heed");
        });
    }

    internal sealed class HookedBuild : NukeBuild
    {
        public Target Good => _ => _.Executes(() => { });

        public Target Odd => _ => _.DependsOn(Good).OnlyWhenDynamic(() => false).Executes(() => { });

        public Target Bad => _ => _.DependsOn(Odd).Executes(() => Nuke.Common.Assert.Fail("bad"));

        protected internal override void OnBuildCreated() => Engine.Steps.Add($"created:{ExecutionPlan.Count}");

        protected internal override void OnBuildInitialized() => Engine.Steps.Add($"initialized:{ScheduledTargets.Count}");

        protected internal override void OnBuildFinished() => Engine.Steps.Add($"finished:{FailedTargets.Single().Name}");

        protected internal override void OnTargetRunning(string target) => Engine.Steps.Add($"running:{target}");

        protected internal override void OnTargetSkipped(string target) => Engine.Steps.Add($"skipped:{target}");

        protected internal override void OnTargetSucceeded(string target) => Engine.Steps.Add($"succeeded:{target}");

        protected internal override void OnTargetFailed(string target) => Engine.Steps.Add($"failed:{target}");
    }
}

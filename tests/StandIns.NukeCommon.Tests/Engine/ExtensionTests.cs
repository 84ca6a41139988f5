using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.Utilities.Collections;

namespace StandIns.NukeCommon.Tests.Engine;

/// <summary>Attributes of the build class that take part in a run.</summary>
public sealed class ExtensionTests
{
    [Fact]
    public void Run_Extensions_AreToldByPriorityAndBeforeTheBuild()
    {
        using var engine = new Engine();

        engine.Run<ExtendedBuild>("Good", "Bad", "Left");

        Assert.Equal(
            [
                "early created:3", "late created", "build created",
                "early initialized:3 of 3",
                "early running:Good", "early summary:Good", "early succeeded:Good",
                "early running:Bad", "early summary:Bad", "early failed:Bad",
                "early finished:ExtendedBuild",
            ],
            Engine.Steps);
    }

    [Fact]
    public void Run_Skipped_IsTold()
    {
        using var engine = new Engine();

        engine.Run<ExtendedBuild>("Left");

        Assert.Contains("early skipped:Left", Engine.Steps);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--plan")]
    public void Run_Question_IsAnsweredAfterExtensionsOfHigherPriority(string question)
    {
        using var engine = new Engine();

        engine.Run<ExtendedBuild>("Good", question);

        Assert.Equal(0, engine.ExitCode);
        Assert.Equal(["early created:3", "late created", "build created", "early initialized:3 of 1"], Engine.Steps);
    }

    internal sealed class EarlyAttribute : BuildExtensionAttributeBase,
        IOnBuildCreated, IOnBuildInitialized, IOnTargetRunning, IOnTargetSkipped, IOnTargetSucceeded, IOnTargetFailed, IOnTargetSummaryUpdated, IOnBuildFinished
    {
        public override float Priority => 20;

        public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) => Engine.Steps.Add($"early created:{executableTargets.Count}");

        public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) =>
            Engine.Steps.Add($"early initialized:{executableTargets.Count} of {executionPlan.Count}");

        public void OnTargetRunning(ExecutableTarget target) => Engine.Steps.Add($"early running:{target.Name}");

        public void OnTargetSkipped(ExecutableTarget target) => Engine.Steps.Add($"early skipped:{target.Name}");

        public void OnTargetSucceeded(ExecutableTarget target) => Engine.Steps.Add($"early succeeded:{target.Name}");

        public void OnTargetFailed(ExecutableTarget target) => Engine.Steps.Add($"early failed:{target.Name}");

        public void OnTargetSummaryUpdated(INukeBuild build, ExecutableTarget target) => Engine.Steps.Add($"early summary:{target.Name}");

        public void OnBuildFinished() => Engine.Steps.Add($"early finished:{Build.GetType().Name}");
    }

    internal sealed class LateAttribute : BuildExtensionAttributeBase, IOnBuildCreated
    {
        public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) => Engine.Steps.Add("late created");
    }

    [Late]
    [Early]
    internal sealed class ExtendedBuild : NukeBuild
    {
        public Target Good => _ => _.Executes(() => ReportSummary(x => x.AddPair("Made", 1)));

        public Target Bad => _ => _.Executes(() => Nuke.Common.Assert.Fail("bad"));

        public Target Left => _ => _.After(Bad).OnlyWhenDynamic(() => FailedTargets.Count > 0).Executes(() => { });

        protected internal override void OnBuildCreated() => Engine.Steps.Add("build created");
    }
}

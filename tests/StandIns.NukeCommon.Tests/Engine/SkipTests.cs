using Nuke.Common;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class SkipTests
{
    [Theory]
    [InlineData("Deploy", "Restore Build Deploy")]
    [InlineData("Deploy --skip", "Deploy")]
    [InlineData("Deploy --skip Build", "Deploy")]
    [InlineData("Deploy --skip build restore", "Deploy")]
    [InlineData("Deploy --skip restore+other", "Build Deploy")]
    [InlineData("Deploy --skip Deploy", "Restore Build Deploy")]
    [InlineData("Deploy Other --skip Build", "Restore Deploy Other")]
    [InlineData("StaticNo", "")]
    [InlineData("StaticNo Build", "Restore Build")]
    [InlineData("AfterStaticNo", "AfterStaticNo")]
    [InlineData("StaticNoExecutesDependencies", "Restore")]
    [InlineData("Announce --skip Build", "Announce")]
    [InlineData("StaticNoTriggers", "")]
    [InlineData("DynamicNo Deploy", "Restore Build Deploy")]
    [InlineData("DynamicYes", "Restore DynamicYes")]
    public void Run_SkipsAndConditions_ExecutesTheRest(string arguments, string steps)
    {
        using var engine = new Engine();

        engine.Run<SkipBuild>(arguments.Split(' '));

        Assert.Equal((0, steps), (engine.ExitCode, string.Join(' ', Engine.Steps)));
    }

    [Fact]
    public void Run_UnmetCondition_ShowsItsText()
    {
        using var engine = new Engine();

        engine.Run<SkipBuild>("DynamicNo");

        Assert.Matches("DynamicNo +Skipped.*OnlyWhen: s_never && !s_always", engine.Output);
    }

    [Fact]
    public void Run_SkippedTargets_SayWhy()
    {
        using var engine = new Engine();

        engine.Run<SkipBuild>("Deploy", "--skip", "Build");

        Assert.Matches("Build +Skipped.*Skipped: via parameter", engine.Output);
        Assert.Matches("Restore +Skipped.*Skipped: because of Build", engine.Output);
    }

    [Fact]
    public void Run_ConditionThatThrows_FailsItsTarget()
    {
        using var engine = new Engine();

        engine.Run<SkipBuild>("Throws");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Matches("Throws +Failed", engine.Output);
    }

    [Fact]
    public void Run_SkipOfUnknownTarget_IsRefused()
    {
        using var engine = new Engine();

        engine.Run<SkipBuild>("Deploy", "--skip", "Biuld");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("Did you mean 'Build'?", engine.Output, StringComparison.Ordinal);
        Assert.Empty(Engine.Steps);
    }

    [Fact]
    public void Run_Continue_LeavesOutWhatSucceededBefore()
    {
        using var engine = new Engine();

        engine.Run<SkipBuild>("Flaky", "--flaw", "true");
        Assert.Equal((-1, "Restore"), (engine.ExitCode, string.Join(' ', Engine.Steps)));

        engine.Run<SkipBuild>("Flaky", "--continue");
        Assert.Equal((0, "Flaky"), (engine.ExitCode, string.Join(' ', Engine.Steps)));

        engine.Run<SkipBuild>("Deploy", "--continue");
        Assert.Equal("Restore Build Deploy", string.Join(' ', Engine.Steps));
        Assert.Contains("was for other targets", engine.Output, StringComparison.Ordinal);
    }

    internal sealed class SkipBuild : NukeBuild
    {
        private static readonly bool s_never;

        private static readonly bool s_always = true;

        [Parameter]
        private readonly bool Flaw;

        public Target Restore => _ => _.Executes(() => Engine.Steps.Add("Restore"));

        public Target Build => _ => _.DependsOn(Restore).Executes(() => Engine.Steps.Add("Build"));

        public Target Deploy => _ => _.DependsOn(Build).Executes(() => Engine.Steps.Add("Deploy"));

        public Target Other => _ => _.DependsOn(Restore).Executes(() => Engine.Steps.Add("Other"));

        public Target StaticNo => _ => _.DependsOn(Restore).OnlyWhenStatic(() => s_never).Executes(() => Engine.Steps.Add("never"));

        public Target AfterStaticNo => _ => _.DependsOn(StaticNo).Executes(() => Engine.Steps.Add("AfterStaticNo"));

        public Target StaticNoExecutesDependencies => _ => _
            .DependsOn(Restore)
            .OnlyWhenStatic(() => s_never)
            .WhenSkipped(DependencyBehavior.Execute)
            .Executes(() => Engine.Steps.Add("never"));

        public Target StaticNoTriggers => _ => _.OnlyWhenStatic(() => s_never).Triggers(Triggered).Executes(() => Engine.Steps.Add("never"));

        public Target Triggered => _ => _.Executes(() => Engine.Steps.Add("Triggered"));

        public Target Announce => _ => _.DependsOn(Build).Executes(() => Engine.Steps.Add("Announce"));

        public Target DynamicNo => _ => _.OnlyWhenDynamic(() => s_never).OnlyWhenDynamic(() => !s_always).Executes(() => Engine.Steps.Add("never"));

        public Target Throws => _ => _.OnlyWhenDynamic(() => throw new InvalidOperationException("no answer")).Executes(() => { });

        public Target DynamicYes => _ => _
            .DependsOn(Restore)
            .OnlyWhenDynamic(() => Engine.Steps.Contains("Restore"))
            .Executes(() => Engine.Steps.Add("DynamicYes"));

        public Target Flaky => _ => _.DependsOn(Restore).Executes(() =>
        {
            Nuke.Common.Assert.False(Flaw, "flawed");
            Engine.Steps.Add("Flaky");
        });
    }
}

using Nuke.Common;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class SkipTests
{
    [Theory]
    [InlineData("Deploy", "Restore Build Deploy")]
    [InlineData("Deploy --skip", "Deploy")]
    [InlineData("Deploy --skip Build", "Restore Deploy")]
    [InlineData("Deploy --skip build restore", "Deploy")]
    [InlineData("StaticNo", "Restore")]
    [InlineData("StaticNoSkipsDependencies", "")]
    [InlineData("StaticNoSkipsDependencies Build", "Restore Build")]
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

        Assert.Matches("DynamicNo +Skipped.*only when s_never", engine.Output);
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
    }

    internal sealed class SkipBuild : NukeBuild
    {
        private static readonly bool s_never;

        [Parameter]
        private readonly bool Flaw;

        public Target Restore => _ => _.Executes(() => Engine.Steps.Add("Restore"));

        public Target Build => _ => _.DependsOn(Restore).Executes(() => Engine.Steps.Add("Build"));

        public Target Deploy => _ => _.DependsOn(Build).Executes(() => Engine.Steps.Add("Deploy"));

        public Target StaticNo => _ => _.DependsOn(Restore).OnlyWhenStatic(() => s_never).Executes(() => Engine.Steps.Add("StaticNo"));

        public Target StaticNoSkipsDependencies => _ => _
            .DependsOn(Restore)
            .OnlyWhenStatic(() => s_never)
            .WhenSkipped(DependencyBehavior.Skip)
            .Executes(() => Engine.Steps.Add("never"));

        public Target DynamicNo => _ => _.OnlyWhenDynamic(() => s_never).Executes(() => Engine.Steps.Add("never"));

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

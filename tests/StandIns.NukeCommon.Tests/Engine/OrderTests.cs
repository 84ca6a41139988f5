using Nuke.Common;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class OrderTests
{
    [Theory]
    [InlineData("C", "A B C")]
    [InlineData("B A", "A B")]
    [InlineData("Late Early", "Early Late")]
    [InlineData("Late", "Late")]
    [InlineData("First Second", "First Second")]
    [InlineData("Helped", "Helper Helped")]
    [InlineData("Trigger", "Trigger Triggered Echo")]
    [InlineData("Async", "Async")]
    [InlineData("Value", "Value")]
    [InlineData("c", "A B C")]
    [InlineData("ear-ly", "Early")]
    [InlineData("First+Async", "First Async")]
    [InlineData("First + Async", "First Async")]
    [InlineData("--target First+Async", "First Async")]
    public void Run_Targets_ExecutesInOrder(string targets, string steps)
    {
        using var engine = new Engine();

        engine.Run<OrderBuild>(targets.Split(' '));

        Assert.Equal((0, steps), (engine.ExitCode, string.Join(' ', Engine.Steps)));
    }

    [Fact]
    public void Run_NoName_ExecutesTheDefaultTarget()
    {
        using var engine = new Engine();

        engine.Run<OrderBuild>(x => x.B);

        Assert.Equal(["A", "B"], Engine.Steps);
    }

    [Fact]
    public void Run_TargetOption_TakesThePlaceOfPositionalTargets()
    {
        using var engine = new Engine();

        engine.Run<OrderBuild>("First", "--no-logo", "--target", "Async", "Value");

        Assert.Equal(["Async", "Value"], Engine.Steps);
    }

    [Theory]
    [InlineData("TARGET")]
    [InlineData("NUKE_TARGET")]
    public void Run_TargetVariable_CountsWhereNoTargetIsNamed(string variable)
    {
        using var engine = new Engine().WithVariable(variable, "First+Async");

        engine.Run<OrderBuild>();
        Assert.Equal(["First", "Async"], Engine.Steps);

        engine.Run<OrderBuild>("Value");
        Assert.Equal(["Value"], Engine.Steps);
    }

    [Fact]
    public void Run_NoNameAndNoDefault_ShowsTheHelp()
    {
        using var engine = new Engine();

        engine.Run<OrderBuild>();

        Assert.Equal(0, engine.ExitCode);
        Assert.Contains("Targets (with their direct dependencies)", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownTargets_NamesEachAndTheNearest()
    {
        using var engine = new Engine();

        engine.Run<OrderBuild>("Tirgger", "Zzzzz");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("'Tirgger' does not exist. Did you mean 'Trigger'?", engine.Output, StringComparison.Ordinal);
        Assert.Contains("'Zzzzz' does not exist. The targets are", engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", engine.Output, StringComparison.Ordinal);
        Assert.Empty(Engine.Steps);
    }

    [Fact]
    public void Run_Cycle_NamesItsTargets()
    {
        using var engine = new Engine();

        engine.Run<CycleBuild>("Other");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("Hen → Egg → Hen", engine.Output, StringComparison.Ordinal);
        Assert.Empty(Engine.Steps);
    }

    [Fact]
    public void Run_TargetThatDependsOnItself_IsRefused()
    {
        using var engine = new Engine();

        engine.Run<SelfishBuild>("Self");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("'Self' names itself in DependsOn", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Plan_ShowsTheOrderAndExecutesNothing()
    {
        using var engine = new Engine();

        engine.Run<OrderBuild>("C", "--plan");

        Assert.Equal(0, engine.ExitCode);
        Assert.Empty(Engine.Steps);
        Assert.Matches(@"1\. A\s+2\. B \(after A\)\s+3\. C \(after B\)", engine.Output);
        Assert.True(File.Exists(Path.Combine(engine.Root, ".nuke", "temp", "execution-plan.html")));
    }

    private static Action Step(string name) => () => Engine.Steps.Add(name);

    internal sealed class OrderBuild : NukeBuild
    {
        public Target A => _ => _.Executes(Step("A"));

        public Target B => _ => _.DependsOn(A).Executes(Step("B"));

        public Target C => _ => _.DependsOn(B).Executes(Step("C"));

        public Target Early => _ => _.Executes(Step("Early"));

        public Target Late => _ => _.After(Early).Executes(Step("Late"));

        public Target First => _ => _.Before(Second).Executes(Step("First"));

        public Target Second => _ => _.Executes(Step("Second"));

        public Target Helper => _ => _.DependentFor(Helped).Executes(Step("Helper"));

        public Target Helped => _ => _.Executes(Step("Helped"));

        public Target Trigger => _ => _.Triggers(Triggered).Executes(Step("Trigger"));

        public Target Triggered => _ => _.Executes(Step("Triggered"));

        public Target Echo => _ => _.TriggeredBy(Triggered).Executes(Step("Echo"));

        public Target Async => _ => _.Executes(async () =>
        {
            await Task.Yield();
            Engine.Steps.Add("Async");
        });

        public Target Value => _ => _.Executes(() =>
        {
            Engine.Steps.Add("Value");
            return 1;
        });
    }

    internal sealed class CycleBuild : NukeBuild
    {
        public Target Hen => _ => _.DependsOn(Egg).Executes(Step("Hen"));

        public Target Egg => _ => _.DependsOn(Hen).Executes(Step("Egg"));

        public Target Other => _ => _.Executes(Step("Other"));
    }

    internal sealed class SelfishBuild : NukeBuild
    {
        public Target Self => _ => _.DependsOn(Self).Executes(Step("Self"));
    }
}

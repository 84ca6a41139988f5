using Nuke.Common;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class ComponentTests
{
    [Fact]
    public void Component_Targets_RunInTheBuildsGraph()
    {
        using var engine = new Engine();

        engine.Run<PlainBuild>("Ship", "--where", "there");

        Assert.Equal(["make", "ship to there", "notify"], Engine.Steps);
    }

    [Fact]
    public void Override_Inherit_KeepsTheComponentsDefinition()
    {
        using var engine = new Engine();

        engine.Run<OverridingBuild>("Ship", "--where", "there");

        Assert.Equal(["check", "make", "make more", "ship to there"], Engine.Steps);
    }

    [Fact]
    public void Component_TargetOfTheNameOfAnEnginesSwitch_IsNoTargetUnlessTheClassSaysItAgain()
    {
        using var engine = new Engine();

        Assert.NotEqual(0, engine.Run<SwitchNamedBuild>("Plan").ExitCode);
        engine.Run<SaidAgainBuild>("Plan");

        Assert.Equal(["plan"], Engine.Steps);
    }

    [Fact]
    public void Override_WithoutInherit_ReplacesTheComponentsDefinition()
    {
        using var engine = new Engine();

        engine.Run<ReplacingBuild>("Ship", "--where", "there");

        Assert.Equal(["made otherwise", "ship to there"], Engine.Steps);
    }

    [Fact]
    public void Override_InDerivedComponent_Counts()
    {
        using var engine = new Engine();

        engine.Run<DerivedComponentBuild>("Ship", "--where", "there");

        Assert.Equal(["make", "make derived", "ship to there"], Engine.Steps);
    }

    [Fact]
    public void Base_InDerivedClass_KeepsTheBaseDefinition()
    {
        using var engine = new Engine();

        engine.Run<DerivedBuild>("Work");

        Assert.Equal(["base", "derived"], Engine.Steps);
    }

    [Fact]
    public void DependsOn_ComponentThatIsAbsent_SaysWhatToDo()
    {
        using var engine = new Engine();

        engine.Run<IncompleteBuild>("Notify");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("IMake, which IncompleteBuild does not implement", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Component_NamedWithoutATarget_MeansItsOnlyOne()
    {
        using var engine = new Engine();

        engine.Run<ShorthandBuild>("Wrap");

        Assert.Equal(["make", "wrap"], Engine.Steps);
    }

    [Fact]
    public void Component_NamedWithoutATarget_ThatHasSeveral_IsRefused()
    {
        using var engine = new Engine();

        engine.Run<WrongShorthandBuild>("Wrap");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("IPair has Left, Right", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_OfTwoComponents_MustBeImplemented()
    {
        using var engine = new Engine();

        engine.Run<AmbiguousBuild>("Make");
        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("'Make' comes from IMake and IMakeElse: implement it in AmbiguousBuild", engine.Output, StringComparison.Ordinal);

        engine.Run<DecidedBuild>("Make");
        Assert.Equal(["decided"], Engine.Steps);
    }

    [Fact]
    public void Target_ThatIsNotPublic_DoesNotOverrideInSilence()
    {
        using var engine = new Engine();

        engine.Run<HidingBuild>("Make");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("'Make' of HidingBuild must be public", engine.Output, StringComparison.Ordinal);
    }

    internal interface IMakeElse : INukeBuild
    {
        Target Make => _ => _.Executes(() => Engine.Steps.Add("make otherwise"));
    }

    internal interface IPair : INukeBuild
    {
        Target Left => _ => _.Executes(() => { });

        Target Right => _ => _.Executes(() => { });
    }

    internal sealed class ShorthandBuild : NukeBuild, IMake
    {
        public Target Wrap => _ => _.DependsOn<IMake>().Executes(() => Engine.Steps.Add("wrap"));
    }

    internal sealed class WrongShorthandBuild : NukeBuild, IPair
    {
        public Target Wrap => _ => _.DependsOn<IPair>().Executes(() => { });
    }

    internal sealed class AmbiguousBuild : NukeBuild, IMake, IMakeElse;

    internal sealed class DecidedBuild : NukeBuild, IMake, IMakeElse
    {
        public Target Make => _ => _.Executes(() => Engine.Steps.Add("decided"));
    }

    internal interface IPlanned : INukeBuild
    {
        new Target Plan => _ => _.Executes(() => Engine.Steps.Add("plan"));
    }

    internal sealed class SwitchNamedBuild : NukeBuild, IPlanned;

    internal sealed class SaidAgainBuild : NukeBuild, IPlanned
    {
        private new Target Plan => _ => _.Inherit(((IPlanned)this).Plan);
    }

    internal sealed class HidingBuild : NukeBuild, IMake
    {
        private Target Make => _ => _.Executes(() => Engine.Steps.Add("hidden"));
    }

    internal interface IMake : INukeBuild
    {
        Target Make => _ => _.Description("Makes.").Executes(() => Engine.Steps.Add("make"));
    }

    internal interface IShip : IMake
    {
        [Parameter]
        string Where => TryGetValue(() => Where);

        Target Ship => _ => _
            .DependsOn<IMake>(x => x.Make)
            .TryDependsOn<ICheck>(x => x.Check)
            .Requires(() => Where)
            .Executes(() => Engine.Steps.Add($"ship to {Where}"));
    }

    internal interface ICheck : INukeBuild
    {
        Target Check => _ => _.TryBefore<IMake>(x => x.Make).Executes(() => Engine.Steps.Add("check"));
    }

    internal interface INotify : INukeBuild
    {
        Target Notify => _ => _.TriggeredBy<IShip>(x => x.Ship).Executes(() => Engine.Steps.Add("notify"));
    }

    internal interface IMakeDerived : IMake
    {
        Target IMake.Make => _ => _.Base().Executes(() => Engine.Steps.Add("make derived"));
    }

    internal sealed class PlainBuild : NukeBuild, IShip, INotify;

    internal sealed class OverridingBuild : NukeBuild, IShip, ICheck
    {
        public Target Make => _ => _.Inherit<IMake>(x => x.Make).Executes(() => Engine.Steps.Add("make more"));
    }

    internal sealed class ReplacingBuild : NukeBuild, IShip
    {
        Target IMake.Make => _ => _.Executes(() => Engine.Steps.Add("made otherwise"));
    }

    internal sealed class DerivedComponentBuild : NukeBuild, IShip, IMakeDerived;

    internal class BaseBuild : NukeBuild
    {
        public virtual Target Work => _ => _.Executes(() => Engine.Steps.Add("base"));
    }

    internal sealed class DerivedBuild : BaseBuild
    {
        public override Target Work => _ => _.Base().Executes(() => Engine.Steps.Add("derived"));
    }

    internal interface INeedsMake : INukeBuild
    {
        Target Notify => _ => _.DependsOn<IMake>(x => x.Make).Executes(() => { });
    }

    internal sealed class IncompleteBuild : NukeBuild, INeedsMake;
}

using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("--text-value a", "text=a")]
    [InlineData("--textValue a", "text=a")]
    [InlineData("--TEXTVALUE a", "text=a")]
    [InlineData("--flag", "flag=True")]
    [InlineData("--flag false", "flag=False")]
    [InlineData("--count 12", "count=12")]
    [InlineData("--count -3", "count=-3")]
    [InlineData("--share 0.5", "share=0.5")]
    [InlineData("--colour RED", "colour=Red")]
    [InlineData("--mode release", "mode=Release")]
    [InlineData("--names a b c", "names=a+b+c")]
    [InlineData("--codes 1,2,3", "codes=1+2+3")]
    [InlineData("--prefixed-depth 4", "depth=4")]
    [InlineData("--alias x", "renamed=x")]
    public void CommandLine_Value_IsBound(string arguments, string expected)
    {
        using var engine = new Engine();

        engine.Run<ParameterBuild>(["Show", .. arguments.Split(' ')]);

        Assert.Equal(0, engine.ExitCode);
        Assert.Contains(expected, Engine.Steps);
    }

    [Theory]
    [InlineData("TEXTVALUE")]
    [InlineData("TEXT_VALUE")]
    [InlineData("TextValue")]
    [InlineData("NUKE_TEXTVALUE")]
    [InlineData("NUKE_TEXT_VALUE")]
    public void Environment_Spelling_IsBound(string variable)
    {
        using var engine = new Engine().WithVariable(variable, "a");

        engine.Run<ParameterBuild>("Show");

        Assert.Contains("text=a", Engine.Steps);
    }

    [Fact]
    public void Environment_List_IsSplitByTheParametersOwnSeparatorAlone()
    {
        using var engine = new Engine().WithVariable("NAMES", "a b").WithVariable("CODES", "1,2");

        engine.Run<ParameterBuild>("Show");

        Assert.Contains("names=a b", Engine.Steps);
        Assert.Contains("codes=1+2", Engine.Steps);
    }

    [Fact]
    public void Value_OfASecret_IsInNoMessage()
    {
        using var engine = new Engine().WithVariable("PIN", "hunter2");

        engine.Run<SecretBuild>("Show");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("'***' is not a whole number", engine.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_CommandLineBeforeEnvironmentBeforeProfileBeforeFile()
    {
        using var engine = new Engine()
            .WithVariable("COUNT", "2")
            .WithFile(".nuke/parameters.json", """{ "$schema": "x", "Share": 4, "Count": 4, "TextValue": "file", "Names": ["f", "g"], "Flag": true, "Codes": "7,8" }""")
            .WithFile(".nuke/parameters.ci.json", """{ "share": 3, "Count": 3, "TextValue": "profile" }""");

        engine.Run<ParameterBuild>("Show", "--profile", "ci", "--text-value", "argument");

        string[] expected = ["text=argument", "count=2", "share=3", "names=f+g", "flag=True", "codes=7+8"];
        Assert.Equal(expected, Engine.Steps.Intersect(expected).OrderBy(x => Array.IndexOf(expected, x)));
    }

    [Fact]
    public void Values_NotGiven_KeepTheirDefaults()
    {
        using var engine = new Engine();

        engine.Run<ParameterBuild>("Show");

        Assert.Contains("text=default", Engine.Steps);
        Assert.Contains("count=", Engine.Steps);
    }

    [Fact]
    public void Values_Wrong_AreAllReportedBeforeAnythingRuns()
    {
        using var engine = new Engine();

        engine.Run<ParameterBuild>("Show", "--count", "many", "--colour", "purple", "--mode", "fast", "--text-value", "--share", "1", "2", "--prefixed-depth", "deep");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Empty(Engine.Steps);
        Assert.Contains("--count: 'many' is not a whole number", engine.Output, StringComparison.Ordinal);
        Assert.Contains("--colour: 'purple' is none of Red, Blue", engine.Output, StringComparison.Ordinal);
        Assert.Contains("--mode: 'fast' is none of Debug, Release", engine.Output, StringComparison.Ordinal);
        Assert.Contains("--text-value needs a value", engine.Output, StringComparison.Ordinal);
        Assert.Contains("--share takes one value, got 2: 1 2", engine.Output, StringComparison.Ordinal);
        Assert.Contains("--prefixed-depth: 'deep' is not a whole number", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Target_AfterAnOption_IsRefusedWithTheWayOut()
    {
        using var engine = new Engine();

        engine.Run<ParameterBuild>("--plan", "Show");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("--plan: 'Show' is not true or false. Targets come first", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Broken_IsRefusedWithItsPlace()
    {
        using var engine = new Engine().WithFile(".nuke/parameters.json", "{\n  \"Count\" 4 }");

        engine.Run<ParameterBuild>("Show");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("parameters.json:2:", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_Relative_IsFromTheWorkingDirectory()
    {
        using var engine = new Engine();

        engine.Run<ParameterBuild>("Show", "--folder", "a/../b");

        Assert.Contains($"folder={Path.Combine(engine.Root, "b")}", Engine.Steps);
    }

    [Fact]
    public void Requires_Missing_NamesEveryParameterAndRunsNothing()
    {
        using var engine = new Engine();

        engine.Run<ParameterBuild>("NeedsText", "NeedsCount", "NeedsTruth", "Show");

        Assert.Equal(-1, engine.ExitCode);
        Assert.Empty(Engine.Steps);
        Assert.Contains("Target 'NeedsText' requires a value for --alias", engine.Output, StringComparison.Ordinal);
        Assert.Contains("Target 'NeedsCount' requires a value for --count", engine.Output, StringComparison.Ordinal);
        Assert.Contains("Target 'NeedsTruth' requires", engine.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Requires_Given_Runs()
    {
        using var engine = new Engine();

        engine.Run<ParameterBuild>("NeedsText", "NeedsCount", "NeedsTruth", "--alias", "a", "--count", "1", "--flag");

        Assert.Equal((0, 3), (engine.ExitCode, Engine.Steps.Count));
    }

    [Fact]
    public void Required_InComponent_IsAskedForOnlyByItsTargets()
    {
        using var engine = new Engine();

        engine.Run<RequiredBuild>("Other");
        Assert.Equal(0, engine.ExitCode);

        engine.Run<RequiredBuild>("Own");
        Assert.Equal(-1, engine.ExitCode);
        Assert.Contains("--component-key", engine.Output, StringComparison.Ordinal);
    }

    internal enum Colour
    {
        Red,
        Blue,
    }

    [TypeConverter(typeof(TypeConverter<Mode>))]
    internal sealed class Mode : Enumeration
    {
        public static readonly Mode Debug = new() { Value = nameof(Debug) };
        public static readonly Mode Release = new() { Value = nameof(Release) };
    }

    [ParameterPrefix("Prefixed")]
    internal interface IPrefixed : INukeBuild
    {
        [Parameter("How deep.")]
        int? Depth => TryGetValue<int?>(() => Depth);
    }

    internal interface IRequireKey : INukeBuild
    {
        [Parameter, Required]
        string ComponentKey => TryGetValue(() => ComponentKey);

        Target Own => _ => _.Executes(() => { });
    }

    internal sealed class SecretBuild : NukeBuild
    {
        [Parameter, Secret]
        private readonly int Pin;

        public Target Show => _ => _.Executes(() => Engine.Steps.Add($"{Pin}"));
    }

    internal sealed class RequiredBuild : NukeBuild, IRequireKey
    {
        public Target Other => _ => _.Executes(() => { });
    }

    internal sealed class ParameterBuild : NukeBuild, IPrefixed
    {
        [Parameter]
        private readonly string TextValue = "default";

        [Parameter(Name = "Alias")]
        private readonly string? Renamed;

        [Parameter]
        private readonly int? Count;

        [Parameter]
        private readonly string[] Names = [];

        [Parameter(Separator = ",")]
        private readonly int[] Codes = [];

        [Parameter]
        private bool Flag { get; }

        [Parameter]
        private double Share { get; set; }

        [Parameter]
        private Colour Colour { get; set; }

        [Parameter]
        private Mode? Mode { get; set; }

        [Parameter]
        private AbsolutePath? Folder { get; set; }

        public Target Show => _ => _.Executes(() => Engine.Steps.AddRange(
        [
            $"text={TextValue}", $"renamed={Renamed}", $"count={Count}", $"names={string.Join('+', Names)}", $"codes={string.Join('+', Codes)}",
            $"flag={Flag}", FormattableString.Invariant($"share={Share}"), $"colour={Colour}", $"mode={Mode}", $"folder={Folder}", $"depth={((IPrefixed)this).Depth}",
        ]));

        public Target NeedsText => _ => _.Requires(() => Renamed).Executes(() => Engine.Steps.Add("text"));

        public Target NeedsCount => _ => _.Requires(() => Count).Executes(() => Engine.Steps.Add("count"));

        public Target NeedsTruth => _ => _.Requires(() => Flag || Codes.Length > 0).Executes(() => Engine.Steps.Add("truth"));
    }
}

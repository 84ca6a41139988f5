using System.ComponentModel;
using Nuke.Common;
using Nuke.Common.IO;
using Nuke.Common.Tooling;
using Sluice.Nuke.Arguments;
using Sluice.Nuke.Help;

namespace Sluice.Nuke.Tests.Arguments;

internal interface ISample : INukeBuild
{
    [Parameter("Where to write.")]
    string OutputFile => TryGetValue(() => OutputFile);

    [TargetHelp(TargetGroups.Deploy)]
    Target Deploy => _ => _;
}

[ParameterPrefix("Prefixed")]
internal interface IPrefixed : INukeBuild
{
    [Parameter("Thing.")]
    string Thing => TryGetValue(() => Thing);
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

/// <summary>A parameter of each kind. Nothing runs it: it is only looked at.</summary>
internal sealed class SampleBuild : NukeBuild, ISample, IPrefixed
{
    [Parameter("How many.")]
    public int? Count { get; set; }

    [Parameter]
    public double Share { get; set; }

    [Parameter]
    public bool Force { get; set; }

    [Parameter]
    public Colour Colour { get; set; }

    [Parameter]
    public Mode[] Modes { get; set; } = [];

    [Parameter(Separator = ",")]
    public int[] Codes { get; set; } = [];

    [Parameter]
    public TimeSpan? Patience { get; set; }

    [Parameter]
    public AbsolutePath? Folder { get; set; }

    [Parameter, Secret]
    public int GitHubToken { get; set; }

    [Parameter(Name = "Alias", List = false)]
    public string? Renamed { get; set; }

    public static BuildSurface Surface { get; } = BuildSurface.Of(typeof(SampleBuild));

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Count), nameof(Colour)])]
    private Target Look => _ => _.Description($"Looks {Count} times.");

    private static Target Unsorted => _ => _;
}

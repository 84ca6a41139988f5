using Nuke.Common.CI;

namespace Nuke.Common.ValueInjection;

/// <summary>The values of the parameters that every build has; <see cref="NukeBuild"/> declares them.</summary>
internal sealed record BuildOptions
{
    public const string Target = "Target";
    public const string SkipName = "Skip";
    public const string Root = "Root";
    public const string Profile = "Profile";

    /// <summary>Targets may also be written as <c>Compile+Test</c>.</summary>
    public const string TargetSeparator = "+";

    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Null: nothing is skipped. Empty: all that are not invoked by name.</summary>
    public IReadOnlyList<string> Skip { get; init; }

    public bool Help { get; init; }

    public bool Plan { get; init; }

    public bool NoLogo { get; init; }

    public bool Continue { get; init; }

    public Partition Partition { get; init; } = Partition.Single;

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    public static BuildOptions Read(ParameterService parameters) => new()
    {
        Targets = ReadTargets(parameters),
        Skip = (string[])parameters.Get(SkipName, typeof(string[]), TargetSeparator),
        Help = parameters.Get(nameof(Help), typeof(bool)) is true,
        Plan = parameters.Get(nameof(Plan), typeof(bool)) is true,
        NoLogo = parameters.Get(nameof(NoLogo), typeof(bool)) is true,
        Continue = parameters.Get(nameof(Continue), typeof(bool)) is true,
        Partition = (Partition)parameters.Get(nameof(Partition), typeof(Partition)) ?? Partition.Single,
        Verbosity = parameters.Get(nameof(Verbosity), typeof(Verbosity)) as Verbosity? ?? Verbosity.Normal,
    };

    /// <summary><c>--target</c>, else what stands before the first option, else variable and files.</summary>
    private static string[] ReadTargets(ParameterService parameters)
    {
        var positional = parameters.CommandLine.Positional;
        return positional.Count == 0 || parameters.CommandLine.Has(Target)
            ? (string[])parameters.Get(Target, typeof(string[]), TargetSeparator) ?? []
            : positional.SelectMany(x => x.Split(TargetSeparator, StringSplitOptions.RemoveEmptyEntries)).ToArray();
    }
}

namespace Nuke.Common.ValueInjection;

/// <summary>The options that every build has.</summary>
internal sealed record BuildOptions
{
    /// <summary>Targets may also be written as <c>Compile+Test</c>.</summary>
    private const string TargetSeparator = "+";

    public static IReadOnlyList<(string Name, string Description)> Descriptions { get; } =
    [
        ("continue", "Leaves out the targets that succeeded in the previous, failed attempt."),
        ("help", "Shows this text."),
        ("host", "The host to act for: Terminal, GitHubActions or GitLab. Default is what the environment shows."),
        ("no-logo", "Leaves out the first line."),
        ("plan", "Shows the order of the targets and runs none."),
        ("profile", "Reads .nuke/parameters.<name>.json too; may be several."),
        ("root", "The root directory of the repository. Default is the nearest one with .nuke in it."),
        ("skip", "Targets to leave out. Without a name: all that are only dependencies."),
        ("target", "Targets to run."),
        ("verbosity", "How much is logged: Quiet, Minimal, Normal or Verbose. Default is Normal."),
    ];

    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Null: nothing is skipped. Empty: all that are not invoked by name.</summary>
    public IReadOnlyList<string> Skip { get; init; }

    public bool Help { get; init; }

    public bool Plan { get; init; }

    public bool NoLogo { get; init; }

    public bool Continue { get; init; }

    public Verbosity Verbosity { get; init; } = Verbosity.Normal;

    public static BuildOptions Read(ParameterService parameters) => new()
    {
        Targets = parameters.CommandLine.Positional
            .SelectMany(x => x.Split(TargetSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Concat((string[])parameters.Get("target", typeof(string[]), TargetSeparator) ?? [])
            .ToList(),
        Skip = (string[])parameters.Get("skip", typeof(string[]), TargetSeparator),
        Help = parameters.Get("help", typeof(bool)) is true,
        Plan = parameters.Get("plan", typeof(bool)) is true,
        NoLogo = parameters.Get("no-logo", typeof(bool)) is true,
        Continue = parameters.Get("continue", typeof(bool)) is true,
        Verbosity = parameters.Get("verbosity", typeof(Verbosity)) as Verbosity? ?? Verbosity.Normal,
    };
}

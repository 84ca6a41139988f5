using Sluice.Model.Environments;
using Sluice.Model.Values;

namespace Sluice.Model.Versions;

/// <summary>A tag of the repository that names a release.</summary>
/// <param name="Name">As git has it: <c>v1.5.0-beta2</c>.</param>
/// <param name="Version">What it says.</param>
public sealed record ReleaseTag(string Name, ReleaseVersion Version)
{
    /// <summary>The names that a version may have as a tag, the usual one first.</summary>
    public static IReadOnlyList<string> NamesOf(ReleaseVersion version) => [$"v{version}", version.ToString()];

    /// <summary>Whether the tag of a version deploys to where these triggers are; where no tag does, every version may go.</summary>
    public static bool IsFor(IReadOnlyList<TriggerDefinition> triggers, ReleaseVersion version) =>
        triggers.All(trigger => trigger.Kind != RefKind.Tag) || NamesOf(version).Any(name => Matches(triggers, name));

    /// <summary>The branches of which one must hold the commit of a version, as the triggers that take its tag say; empty where any commit may be it.</summary>
    public static IReadOnlyList<string> BranchesFor(IReadOnlyList<TriggerDefinition> triggers, ReleaseVersion version)
    {
        TriggerDefinition[] taking = [.. triggers.Where(trigger => trigger.Kind == RefKind.Tag && NamesOf(version).Any(trigger.Pattern.Matches))];
        return taking.Any(trigger => trigger.OnBranch is null) ? [] : [.. taking.Select(trigger => trigger.OnBranch!).Distinct()];
    }

    /// <summary>Of several tags the highest version among those that deploy to where these triggers are.</summary>
    /// <param name="triggers">Of the environment.</param>
    /// <param name="tags">Tags of one commit.</param>
    /// <returns>The tag; else why none of those that would deploy there is a version; neither when none would.</returns>
    public static (ReleaseTag? Tag, IReadOnlyList<string> Problems) Highest(IReadOnlyList<TriggerDefinition> triggers, IEnumerable<string> tags)
    {
        ReleaseTag? highest = null;
        var problems = new List<string>();
        foreach (var name in tags.Where(name => Matches(triggers, name)).Order(StringComparer.Ordinal))
        {
            if (!ReleaseVersion.TryParse(name, out var version, out var error))
            {
                problems.Add($"The tag {error}");
            }
            else if (highest is null || version >= highest.Version)
            {
                highest = new ReleaseTag(name, version);
            }
        }

        return (highest, highest is null ? problems : []);
    }

    /// <summary>A tag that would deploy to where these triggers are, for "what to type"; <see langword="null"/> where no version would.</summary>
    /// <param name="triggers">Of the environment.</param>
    /// <param name="core">Three numbers that the version is to begin with.</param>
    public static string? Example(IReadOnlyList<TriggerDefinition> triggers, string core = "1.0.0")
    {
        string[] finals = [$"v{core}", core];
        return finals.FirstOrDefault(name => Matches(triggers, name))
            ?? finals.SelectMany(name => TagPatterns(triggers).Select(pattern => RefPattern.Common(pattern, Pattern($"{name}-**[1-9]"))))
                .FirstOrDefault(name => ReleaseVersion.TryParse(name, out _, out _));
    }

    /// <summary>Whether one of these triggers takes pre-releases of a version.</summary>
    internal static bool TakesPreReleasesOf(IReadOnlyList<TriggerDefinition> triggers, ReleaseVersion version) =>
        TagPatterns(triggers).Any(pattern => NamesOf(version.Final).Any(name => RefPattern.Common(pattern, Pattern($"{name}-**")) is not null));

    private static bool Matches(IReadOnlyList<TriggerDefinition> triggers, string tag) => TagPatterns(triggers).Any(pattern => pattern.Matches(tag));

    private static IEnumerable<RefPattern> TagPatterns(IReadOnlyList<TriggerDefinition> triggers) =>
        triggers.Where(trigger => trigger.Kind == RefKind.Tag).Select(trigger => trigger.Pattern);

    private static RefPattern Pattern(string text) => RefPattern.Parse(text, out var problem) ?? throw new FormatException($"{text} {problem}");
}

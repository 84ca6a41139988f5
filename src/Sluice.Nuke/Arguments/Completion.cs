namespace Sluice.Nuke.Arguments;

/// <summary>What may come next on a command line: the answer to <c>:complete</c>, which the scripts under <c>completion/</c> ask on TAB.</summary>
internal static class Completion
{
    /// <summary>The words that the last one of the line may become. None where a text or a file is wanted: the shell knows files better.</summary>
    /// <param name="surface">What the build takes.</param>
    /// <param name="root">Where profiles are looked for.</param>
    /// <param name="line">As typed so far, with the name of the script in front.</param>
    public static IEnumerable<string> Answer(BuildSurface surface, string root, string line)
    {
        var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        var current = line.Length > 0 && !char.IsWhiteSpace(line[^1]) && words.Count > 0 ? words[^1] : "";
        var before = current.Length > 0 ? words[..^1] : words;
        var at = before.FindLastIndex(word => word.StartsWith('-'));
        var option = at < 0 ? null : surface.FindOption(before[at]);
        var values = before[(at + 1)..];

        var candidates = current.StartsWith('-') ? Options(surface, before)
            : at < 0 || option is { TakesTargets: true } ? Targets(surface, values, current)
            : option is null ? []
            : Values(option, values, root);

        // After a complete value, or where none is needed, the next option may come.
        var mayEnd = current.Length == 0 && (at < 0 || option is null || option.Shape.IsFlag || option.Shape.IsList || values.Count > 0);
        return candidates.Concat(mayEnd ? Options(surface, before) : [])
            .Where(candidate => candidate.StartsWith(current, StringComparison.OrdinalIgnoreCase))
            .Distinct();
    }

    private static IEnumerable<string> Options(BuildSurface surface, List<string> before) => surface.Options
        .Where(option => option.IsListed && !before.Exists(word => word.StartsWith('-') && OptionNames.AreSame(word, option.Name)))
        .OrderBy(option => option.IsEngines)
        .Select(option => option.Dashed);

    /// <summary>Targets may be joined by a plus; the part before the last one stays.</summary>
    private static IEnumerable<string> Targets(BuildSurface surface, List<string> before, string current)
    {
        var joined = current[..(current.LastIndexOf('+') + 1)];
        var used = before.SelectMany(word => word.Split('+')).Concat(joined.Split('+')).ToList();
        return surface.Targets.Where(target => !used.Exists(word => OptionNames.AreSame(word, target.Name))).Select(target => joined + target.Name);
    }

    private static IEnumerable<string> Values(BuildOption option, List<string> values, string root)
    {
        IEnumerable<string> all = option is { IsEngines: true, Name: "Profile" } ? ParameterFileCheck.Profiles(root)
            : option.Shape.IsFlag ? ["true", "false"]
            : option.Shape.Choices;
        return values.Count == 0 || option.Shape.IsList ? all.Except(values, StringComparer.OrdinalIgnoreCase) : [];
    }
}

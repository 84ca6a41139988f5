namespace Sluice.Nuke.Arguments;

/// <summary>
/// Looks at the arguments before the engine does: the engine passes over an option that it does not know and ends with
/// one exit code for every mistake. All mistakes are found at once.
/// </summary>
internal static class ArgumentCheck
{
    public static IEnumerable<string> Mistakes(BuildSurface surface, IReadOnlyList<string> arguments)
    {
        var parsed = Parse(arguments);
        var twice = parsed.Select(given => given.Name is null ? null : surface.FindOption(given.Name)).OfType<BuildOption>()
            .Where(option => !option.Shape.IsList)
            .GroupBy(option => option.Name)
            .Where(group => group.Count() > 1);
        return parsed
            .SelectMany(given => given.Name is null ? Positional(surface, given.Values) : Named(surface, given.Name, given.Values))
            .Concat(twice.Select(group => $"{group.First().Dashed} is given twice."));
    }

    /// <summary>The values of an option; <see langword="null"/> where it is not given.</summary>
    public static IReadOnlyList<string>? Values(IReadOnlyList<string> arguments, string name)
    {
        var given = Parse(arguments).Where(given => given.Name is not null && OptionNames.AreSame(given.Name, name)).ToList();
        return given.Count == 0 ? null : [.. given.SelectMany(one => one.Values)];
    }

    /// <summary>First what stands before any option, then each option with the values up to the next.</summary>
    private static List<(string? Name, List<string> Values)> Parse(IReadOnlyList<string> arguments)
    {
        List<(string? Name, List<string> Values)> parsed = [(null, [])];
        foreach (var argument in arguments)
        {
            if (IsName(argument))
            {
                parsed.Add((argument, []));
            }
            else
            {
                parsed[^1].Values.Add(argument);
            }
        }

        return parsed;
    }

    /// <summary>A minus before a digit is a number.</summary>
    private static bool IsName(string argument) => argument.Length > 1 && argument[0] == '-' && (argument[1] == '-' ? argument.Length > 2 : !char.IsDigit(argument[1]));

    private static IEnumerable<string> Positional(BuildSurface surface, IEnumerable<string> values) => values
        .SelectMany(value => value.Split('+', StringSplitOptions.RemoveEmptyEntries))
        .Select(value => ValueCheck.UnknownTarget(surface, value))
        .OfType<string>();

    private static IEnumerable<string> Named(BuildSurface surface, string name, List<string> values)
    {
        if (surface.FindOption(name) is not { } option)
        {
            return [Unknown(surface, name)];
        }

        var shape = option.Shape;
        if (values.Count == 0)
        {
            return shape.IsFlag || option.Name == "Skip" ? [] : [$"{option.Dashed} needs a value: {shape.Expected}."];
        }

        // "--plan DeployStage" and "--json a.json DeployStage": the engine would take the target for a value.
        var strays = shape.IsList ? [] : values.Skip(shape.IsFlag && shape.Mistake(values[0]) is not null ? 0 : 1).Where(value => surface.FindTarget(value) is not null).ToList();
        if (strays.Count > 0)
        {
            return [$"{option.Dashed}: {string.Join(' ', strays)} must stand before the first option. Type: ./build.sh {string.Join(' ', strays)} {option.Dashed}{(shape.IsFlag ? "" : $" {values[0]}")}"];
        }

        return !shape.IsList && values.Count > 1
            ? [$"{option.Dashed} takes one value, not {values.Count}{(option.IsSecret ? "" : $": {string.Join(' ', values)}")}."]
            : ValueCheck.Mistakes(surface, option, ValueCheck.Split(option, values)).Concat(Missing(option, values[0]))
                .Select(mistake => option.TakesTargets ? mistake : $"{option.Dashed}: {mistake}");
    }

    private static IEnumerable<string> Missing(BuildOption option, string value) =>
        option is { IsEngines: true, Name: "Root" } && !Directory.Exists(value) ? [$"there is no directory '{value}'."] : [];

    private static string Unknown(BuildSurface surface, string argument)
    {
        var name = argument.TrimStart('-');
        if (name.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && surface.FindOption(name[..at]) is { } option)
        {
            return $"Unknown option {argument.Split('=')[0]}=…: write the value after a blank, {option.Dashed} {(option.IsSecret ? "…" : name[(at + 1)..])}";
        }

        var known = surface.Options.Where(one => one.IsListed).Select(one => one.Dashed[2..]);
        return name is "h" or "?"
            ? $"Unknown option {argument}. Type: ./build.sh --help"
            : $"Unknown option {argument}.{ValueCheck.DidYouMean(OptionNames.Dashed(name), known, "--")} Type: ./build.sh --help";
    }
}

using Sluice.Model.Input;
using Sluice.Nuke.Help;

namespace Sluice.Nuke.Arguments;

/// <summary>Compares given values with what a parameter takes, wherever they were given.</summary>
internal static class ValueCheck
{
    /// <summary>Texts that hold several values are parted as the engine does it.</summary>
    public static IReadOnlyList<string> Split(BuildOption option, IEnumerable<string> texts) => option.Shape.Separator is { Length: > 0 } separator
        ? [.. texts.SelectMany(text => text.Split(separator, StringSplitOptions.RemoveEmptyEntries))]
        : [.. texts];

    /// <summary>What is wrong with each value, without the place where it was given.</summary>
    public static IEnumerable<string> Mistakes(BuildSurface surface, BuildOption option, IReadOnlyList<string> values)
    {
        if (option.TakesTargets)
        {
            return values.Select(value => UnknownTarget(surface, value)).OfType<string>();
        }

        return values
            .Select(value => (Value: value, Mistake: option.Shape.Mistake(value, option.IsSecret)))
            .Where(found => found.Mistake is not null)
            .Select(found => $"{(option.IsSecret ? "the value" : $"'{found.Value}'")} {found.Mistake}");
    }

    /// <summary>One sentence, or <see langword="null"/> for a target that the build has.</summary>
    public static string? UnknownTarget(BuildSurface surface, string name) =>
        surface.FindTarget(name) is not null ? null
        : PlannedTargets.Find(name) is { } planned ? planned.Refusal
        : $"Unknown target {name}.{DidYouMean(name, surface.Targets.Select(target => target.Name))} Type: ./build.sh --help";

    /// <summary>Begins with a blank; empty where nothing is near.</summary>
    public static string DidYouMean(string name, IEnumerable<string> known, string prefix = "") =>
        NearestName.Of(name, known) is { } nearest ? $" Did you mean {prefix}{nearest}?" : "";
}

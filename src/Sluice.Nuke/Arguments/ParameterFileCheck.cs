using System.Globalization;
using System.Text.Json;

namespace Sluice.Nuke.Arguments;

/// <summary>
/// Looks at <c>.nuke/parameters.json</c> and the files of chosen profiles: the engine passes over a key that it does not
/// know. Every mistake is named with its file and line.
/// </summary>
internal static class ParameterFileCheck
{
    private const string SchemaKey = "$schema";

    /// <param name="surface">What the build takes.</param>
    /// <param name="root">The repository's root.</param>
    /// <param name="profiles">Names given with <c>--profile</c>.</param>
    public static IEnumerable<string> Mistakes(BuildSurface surface, string root, IReadOnlyList<string> profiles)
    {
        foreach (var profile in profiles.Where(profile => !File.Exists(Path.Combine(root, Of(profile)))))
        {
            var known = Profiles(root);
            yield return $"--profile {profile}: there is no {Of(profile)}.{ValueCheck.DidYouMean(profile, known)}{(known.Count == 0 ? "" : $" There are: {string.Join(", ", known)}.")}";
        }

        foreach (var file in profiles.Select(Of).Prepend(".nuke/parameters.json").Distinct().Where(file => File.Exists(Path.Combine(root, file))))
        {
            foreach (var mistake in MistakesOf(surface, file, File.ReadAllBytes(Path.Combine(root, file))))
            {
                yield return mistake;
            }
        }
    }

    /// <summary>The names that <c>--profile</c> may be given.</summary>
    public static IReadOnlyList<string> Profiles(string root)
    {
        var folder = Path.Combine(root, ".nuke");
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "parameters.*.json").Select(file => Path.GetFileName(file)["parameters.".Length..^".json".Length]).Order(StringComparer.Ordinal)]
            : [];
    }

    private static string Of(string profile) => $".nuke/parameters.{profile}.json";

    private static IReadOnlyList<string> MistakesOf(BuildSurface surface, string file, byte[] content)
    {
        ReadOnlySpan<byte> json = content;
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            var properties = JsonProperty.ReadAll(json.StartsWith(mark) ? json[mark.Length..] : json);
            return [.. properties.SelectMany((property, at) => MistakesOf(surface, property, properties.Take(at)).Select(mistake => $"{file}:{property.Line}: {mistake}"))];
        }
        catch (JsonException exception)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}");
            return [$"{place}: is not JSON: {exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0]}"];
        }
    }

    private static IEnumerable<string> MistakesOf(BuildSurface surface, JsonProperty property, IEnumerable<JsonProperty> before)
    {
        if (property.Name == SchemaKey)
        {
            return [];
        }

        if (surface.FindOption(property.Name) is not { } option)
        {
            var known = surface.Options.Where(one => one.IsListed).Select(one => one.Name);
            return [$"There is no parameter {property.Name}.{ValueCheck.DidYouMean(property.Name, known)} Type: ./build.sh --help"];
        }

        if (before.FirstOrDefault(one => OptionNames.AreSame(one.Name, property.Name)) is { } first)
        {
            return [$"{property.Name} stands in line {first.Line} too: keep one of them."];
        }

        return property.Kind switch
        {
            JsonTokenType.Null => [$"{property.Name} is null: give {option.Shape.Expected}, or take the line out."],
            JsonTokenType.StartObject => [$"{property.Name} takes {option.Shape.Expected}, not an object."],
            JsonTokenType.StartArray when !option.Shape.IsList => [$"{property.Name} takes one value, not a list."],
            _ => ValueCheck.Mistakes(surface, option, ValueCheck.Split(option, property.Texts)).Select(mistake => $"{property.Name}: {mistake}"),
        };
    }
}

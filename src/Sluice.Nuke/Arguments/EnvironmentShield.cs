using System.Collections;

namespace Sluice.Nuke.Arguments;

/// <summary>
/// Nuke takes any environment variable whose name, without case and underscores, is a parameter's for its value: a
/// <c>TARGET</c>, <c>HOST</c> or <c>CONFIGURATION</c> that was set for something else would steer a deploy. Only those
/// with the prefix <c>NUKE_</c> are meant for it; the others are taken out of this process before the engine looks.
/// Secrets are left: they come from variables that bear the name of what they open.
/// </summary>
internal static class EnvironmentShield
{
    public const string Prefix = "NUKE_";

    /// <summary>The names to take out.</summary>
    public static IReadOnlyList<string> Strays(BuildSurface surface, IEnumerable<string> variables)
    {
        var names = surface.Options.Where(option => !option.IsSecret).Select(option => OptionNames.Normalize(option.Name)).ToHashSet();
        return [.. variables.Where(variable => names.Contains(OptionNames.Normalize(variable)))];
    }

    /// <summary>Takes them out of this process, and so out of those that it starts.</summary>
    public static void Raise(BuildSurface surface)
    {
        foreach (var name in Strays(surface, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key)))
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    /// <summary>What is wrong with the variables that are meant for parameters.</summary>
    public static IEnumerable<string> Mistakes(BuildSurface surface, IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (surface.FindOption(name[Prefix.Length..]) is { } option)
            {
                foreach (var mistake in ValueCheck.Mistakes(surface, option, ValueCheck.Split(option, [value])))
                {
                    yield return $"Environment variable {name}: {mistake}";
                }
            }
        }
    }
}

namespace Sluice.Nuke.Arguments;

/// <summary>One parameter has many spellings: <c>SluiceFile</c>, <c>--sluice-file</c>, <c>--sluiceFile</c>, <c>NUKE_SLUICE_FILE</c>.</summary>
internal static class OptionNames
{
    /// <summary>Words that are one word although they have a hump.</summary>
    private static readonly string[] KnownWords = ["GitHub", "GitLab", "NuGet", "DotNet"];

    /// <summary>What all spellings have in common.</summary>
    public static string Normalize(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    public static bool AreSame(string a, string b) => Normalize(a) == Normalize(b);

    /// <summary><c>SluiceFile</c> becomes <c>sluice-file</c>.</summary>
    public static string Dashed(string name)
    {
        foreach (var word in KnownWords)
        {
            name = name.Replace(word, word[0] + word[1..].ToLowerInvariant(), StringComparison.Ordinal);
        }

        return string.Concat(name.Select((letter, at) => StartsWord(name, at) ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
    }

    /// <summary><c>SluiceFile</c> becomes <c>NUKE_SLUICE_FILE</c>.</summary>
    public static string Variable(string name) => EnvironmentShield.Prefix + Dashed(name).Replace('-', '_').ToUpperInvariant();

    private static bool StartsWord(string name, int at) =>
        at > 0 && name[at - 1] != '-' && char.IsUpper(name[at]) && (!char.IsUpper(name[at - 1]) || (at + 1 < name.Length && char.IsLower(name[at + 1])));
}

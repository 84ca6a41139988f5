using System.Reflection;
using System.Text;

namespace Nuke.Common.ValueInjection;

/// <summary>One parameter has many spellings: <c>ApiKey</c>, <c>--api-key</c>, <c>--apiKey</c>, <c>API_KEY</c>, <c>NUKE_API_KEY</c>.</summary>
internal static class ParameterNames
{
    /// <summary>Words that are one word although they have a hump.</summary>
    private static readonly string[] KnownWords = ["GitHub", "GitLab", "NuGet", "DotNet", "MSBuild", "DevOps"];

    public static string Of(MemberInfo member, ParameterAttribute attribute) =>
        member.DeclaringType?.GetCustomAttribute<ParameterPrefixAttribute>()?.Prefix + (attribute.Name ?? member.Name);

    /// <summary>What all spellings of a name have in common.</summary>
    public static string Normalize(string name) => name
        .Replace("-", "", StringComparison.Ordinal)
        .Replace("_", "", StringComparison.Ordinal)
        .ToUpperInvariant();

    /// <summary>The same for an environment variable, whose prefix NUKE_ is optional.</summary>
    public static string NormalizeVariable(string name) =>
        Normalize(name.StartsWith("NUKE_", StringComparison.OrdinalIgnoreCase) ? name[5..] : name);

    /// <summary><c>GitHubToken</c> becomes <c>github-token</c>.</summary>
    public static string Dashed(string name)
    {
        foreach (var word in KnownWords)
        {
            name = name.Replace(word, word[0] + word[1..].ToLowerInvariant(), StringComparison.Ordinal);
        }

        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord && name[i - 1] != '-')
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}

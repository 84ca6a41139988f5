using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Model.Versions;

/// <summary>The grammar of SemVer 2.0 (section 9 and its BNF), with a clause for each way to miss it.</summary>
internal static partial class ReleaseVersionParser
{
    private const string Allowed = "Allowed: X.Y.Z or X.Y.Z-betaN, such as 1.5.0 or 1.5.0-beta2, with or without a v in front.";

    private static readonly string[] s_numbers = ["major", "minor", "patch"];

    public static bool TryParse(string? text, [NotNullWhen(true)] out ReleaseVersion? version, [NotNullWhen(false)] out string? error)
    {
        var given = text?.Trim() ?? "";
        var (read, problem) = Read(given);
        version = read;
        error = null;
        if (version is not null)
        {
            return true;
        }

        var meant = Meant(given) is { } guess ? $" Did you mean {guess}?" : "";
        error = given.Length == 0 ? $"The version is empty. {Allowed}" : $"'{Shown(given)}' is not a version: it {problem}. {Allowed}{meant}";
        return false;
    }

    private static (ReleaseVersion? Version, string? Problem) Read(string given)
    {
        var text = given.StartsWith('v') ? given[1..] : given;
        if (text.Length > ReleaseVersion.MostCharacters)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"has {text.Length} characters, more than {ReleaseVersion.MostCharacters}"));
        }

        var hyphen = text.IndexOf('-', StringComparison.Ordinal);
        var (core, preRelease) = hyphen < 0 ? (text, null) : (text[..hyphen], text[(hyphen + 1)..]);
        var problem = text.Contains('+', StringComparison.Ordinal)
            ? "has build metadata ('+…'), which says nothing about which of two versions is the newer"
            : ObjectionToCore(core) ?? (preRelease is null ? null : ObjectionToPreRelease(preRelease));
        return problem is null ? (new ReleaseVersion(core, preRelease ?? ""), null) : (null, problem);
    }

    private static string? ObjectionToCore(string core)
    {
        var numbers = core.Split('.');
        return numbers.FirstOrDefault(number => number.Length == 0 || !number.All(char.IsAsciiDigit)) is { } wrong ? wrong.Length == 0 ? "lacks a number" : $"has '{wrong}' where a number belongs"
            : numbers.Length != 3 ? string.Create(CultureInfo.InvariantCulture, $"has {numbers.Length} number{(numbers.Length == 1 ? "" : "s")} instead of 3")
            : numbers.FirstOrDefault(HasLeadingZero) is { } padded ? $"has the number {padded} with a zero in front"
            : null;
    }

    private static string? ObjectionToPreRelease(string preRelease)
    {
        var identifiers = preRelease.Split('.');
        return identifiers.Contains("") ? preRelease.Length == 0 ? "has nothing after the '-'" : "has nothing between two dots, or a dot at an end"
            : preRelease.FirstOrDefault(sign => !char.IsAsciiLetterOrDigit(sign) && sign is not ('.' or '-')) is var odd and not '\0'
                ? $"has '{odd}' after the '-', where letters, digits, '-' and '.' may be"
            : identifiers.FirstOrDefault(identifier => identifier.All(char.IsAsciiDigit) && HasLeadingZero(identifier)) is { } padded ? $"has the number {padded} with a zero in front"
            : null;
    }

    private static bool HasLeadingZero(string number) => number is ['0', _, ..];

    /// <summary>The version that a near miss stands for, if there is one.</summary>
    private static ReleaseVersion? Meant(string given)
    {
        if (given.Length > ReleaseVersion.MostCharacters || NearMiss().Match(given) is not { Success: true } match)
        {
            return null;
        }

        var core = string.Join('.', s_numbers.Select(name => match.Groups[name].Value.TrimStart('0') is { Length: > 0 } number ? number : "0"));
        return Read(match.Groups["pre"].Length > 0 ? $"{core}-{match.Groups["pre"].Value}" : core).Version;
    }

    private static string Shown(string given) => given.Length > ReleaseVersion.MostCharacters ? $"{given[..ReleaseVersion.MostCharacters]}…" : given;

    [GeneratedRegex(@"\A[vV]?\.?(?<major>[0-9]+)(?:\.(?<minor>[0-9]+))?(?:\.(?<patch>[0-9]+))?(?:[-._ ]?(?<pre>[A-Za-z][0-9A-Za-z.-]*))?(?:\+.*)?\z", RegexOptions.NonBacktracking | RegexOptions.Singleline)]
    private static partial Regex NearMiss();
}

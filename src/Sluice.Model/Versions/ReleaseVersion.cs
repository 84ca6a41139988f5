using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Sluice.Model.Versions;

/// <summary>
/// A release's version: SemVer 2.0 without build metadata, as <c>1.5.0</c> or <c>1.5.0-beta2</c>. The order is SemVer's, with one
/// addition: digits within a word count as a number, so that beta10 comes after beta2.
/// </summary>
public sealed record ReleaseVersion : IComparable<ReleaseVersion>
{
    /// <summary>Longer ones do not fit where a version has to go: tags of a registry, names of files.</summary>
    public const int MostCharacters = 100;

    private static readonly char[] s_digits = [.. "0123456789"];

    internal ReleaseVersion(string core, string preRelease) => (Core, PreRelease) = (core, preRelease);

    /// <summary>The three numbers: <c>1.5.0</c>.</summary>
    public string Core { get; }

    /// <summary>What comes after the first hyphen (<c>beta2</c>); empty for a final version.</summary>
    public string PreRelease { get; }

    public bool IsPreRelease => PreRelease.Length > 0;

    /// <summary>The version without pre-release.</summary>
    public ReleaseVersion Final => new(Core, "");

    /// <summary>The pre-release after this one: beta3 after beta2, beta1 after beta.</summary>
    public ReleaseVersion NextPreRelease()
    {
        var word = PreRelease.TrimEnd(s_digits);
        return new ReleaseVersion(Core, $"{word}{(BigInteger.TryParse(PreRelease[word.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0) + 1}");
    }

    /// <summary>Reads <c>1.5.0-beta2</c> or <c>v1.5.0-beta2</c>.</summary>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="version">The version.</param>
    /// <param name="error">The text, what is wrong with it, what is allowed and, where it can be guessed, what was meant.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ReleaseVersion? version, [NotNullWhen(false)] out string? error) =>
        ReleaseVersionParser.TryParse(text, out version, out error);

    /// <summary>
    /// How the record of an environment calls the version that somebody wrote: <c>1.5.0</c> for <c>v1.5.0</c>. What is no version, as the name of a
    /// commit without one, is called as it is written.
    /// </summary>
    public static string NameOf(string text) => TryParse(text, out var version, out _) ? version.ToString() : text.Trim();

    public int CompareTo(ReleaseVersion? other) => other is null ? 1 : VersionOrder.Compare(this, other);

    public static bool operator <(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ReleaseVersion left, ReleaseVersion right) => left.CompareTo(right) >= 0;

    public override string ToString() => IsPreRelease ? $"{Core}-{PreRelease}" : Core;
}

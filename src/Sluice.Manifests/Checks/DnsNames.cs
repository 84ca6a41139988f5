namespace Sluice.Manifests.Checks;

/// <summary>Names that Kubernetes takes.</summary>
internal static class DnsNames
{
    private const int LongestLabel = 63;
    private const int LongestName = 253;

    /// <summary>A DNS label, or labels with dots between.</summary>
    public static bool IsValid(string name, bool isLabel) => isLabel
        ? name.Length <= LongestLabel && IsPart(name)
        : name.Length <= LongestName && name.Split('.').All(IsPart);

    private static bool IsPart(string part) =>
        part.Length > 0
        && part.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && part[0] != '-' && part[^1] != '-';
}

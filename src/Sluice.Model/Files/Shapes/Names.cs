using System.Globalization;

namespace Sluice.Model.Files.Shapes;

/// <summary>Rules for single texts.</summary>
internal static class Names
{
    public const int LongestDnsLabel = 63;
    public const string DnsLabelPattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    public const string DnsLabelAllowed = "a DNS label (a-z, 0-9 and '-', starting and ending with a letter or digit, at most 63 characters)";

    public static TextReading<string> DnsLabel(string text) =>
        IsDnsLabel(text) ? new(text, null) : new(null, $"'{text}' is not a DNS label");

    public static bool IsDnsLabel(string text) =>
        text.Length is > 0 and <= LongestDnsLabel
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && text[0] != '-' && text[^1] != '-';

    /// <summary>A path below the folder of the file, made plain: forward slashes, no <c>.</c> and <c>..</c> in it.</summary>
    public static TextReading<string> RelativePath(string text)
    {
        if (text.Length == 0 || text.Any(char.IsControl))
        {
            return new(null, text.Length == 0 ? "is empty" : "has a control character in it");
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            return new(null, $"'{text}' has a backslash in it");
        }

        if (text[0] is '/' or '~' || (text.Length > 1 && text[1] == ':'))
        {
            return new(null, $"'{text}' is absolute");
        }

        var parts = new List<string>();
        foreach (var part in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count == 0)
            {
                return new(null, $"'{text}' leaves the repository");
            }

            if (part == "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return new(parts.Count == 0 ? "." : string.Join('/', parts), null);
    }

    public static TextReading<RegistryDefinition> Registry(string text)
    {
        if (text == RegistryDefinition.SandboxKeyword)
        {
            return new(new RegistryDefinition(null), null);
        }

        if (text.Contains("://", StringComparison.Ordinal))
        {
            return new(null, $"'{text}' has a scheme");
        }

        var parts = text.Split('/');
        var hostAndPort = parts[0].Split(':');
        var isHost = hostAndPort.Length <= 2 && hostAndPort[0].Length > 0
            && hostAndPort[0].Split('.').All(label => IsDnsLabel(label.ToLowerInvariant()));
        var isPort = hostAndPort.Length < 2
            || (int.TryParse(hostAndPort[1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535);
        // One word alone would be read as a repository on a public registry by every other tool.
        var looksLikeHost = hostAndPort.Length == 2 || parts[0].Contains('.', StringComparison.Ordinal) || parts[0] == "localhost";
        return isHost && isPort && looksLikeHost && parts.Skip(1).All(IsRepositoryPart)
            ? new(new RegistryDefinition(text), null)
            : new(null, $"'{text}' is not the address of a registry");
    }

    public static TextReading<string> Context(string text) =>
        text.Length > 0 && !text.Any(char.IsControl) ? new(text, null) : new(null, "is not the name of a context");

    private static bool IsRepositoryPart(string part) =>
        part.Length > 0
        && part.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.')
        && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1]);
}

using System.Buffers;
using System.Globalization;

namespace Sluice.Model.Files.Shapes;

/// <summary>Rules for single texts.</summary>
internal static class Names
{
    public const int LongestDnsLabel = 63;
    public const string DnsLabelPattern = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";
    public const string DnsLabelAllowed = "a DNS label (a-z, 0-9 and '-', starting and ending with a letter or digit, at most 63 characters)";

    public const string IdentifierPattern = "^[A-Za-z][-A-Za-z0-9]*$";
    public const string IdentifierAllowed = "a name (a letter, then letters, digits and '-', at most 63 characters)";

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");

    public static TextReading<string> DnsLabel(string text) =>
        IsDnsLabel(text) ? new(text, null) : TextReading.Bad<string>("is not a DNS label");

    public static TextReading<string> Identifier(string text) =>
        text.Length is > 0 and <= LongestDnsLabel && char.IsAsciiLetter(text[0]) && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-')
            ? new(text, null)
            : TextReading.Bad<string>("is not a name");

    public static bool IsDnsLabel(string text) =>
        text.Length is > 0 and <= LongestDnsLabel
        && text.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-')
        && text[0] != '-' && text[^1] != '-';

    /// <summary>A path below the folder of the file, made plain: forward slashes, no <c>.</c> and <c>..</c> in it.</summary>
    public static TextReading<string> RelativePath(string text)
    {
        if (text.Length == 0 || text.Any(char.IsControl))
        {
            return TextReading.Bad<string>(text.Length == 0 ? "is empty" : "has a control character in it");
        }

        if (text.Contains('\\', StringComparison.Ordinal))
        {
            return TextReading.Bad<string>("has a backslash in it");
        }

        if (text[0] is '/' or '~' || (text.Length > 1 && text[1] == ':'))
        {
            return TextReading.Bad<string>("is absolute");
        }

        var parts = new List<string>();
        foreach (var part in text.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count == 0)
            {
                return TextReading.Bad<string>("leaves the repository");
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
            return TextReading.Bad<RegistryDefinition>("has a scheme");
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
            : TextReading.Bad<RegistryDefinition>("is not the address of a registry");
    }

    /// <summary>Any text in one line.</summary>
    public static TextReading<string> Line(string text) =>
        text.Trim().Length == 0 ? TextReading.Bad<string>("is empty")
        : text.Any(char.IsControl) ? TextReading.Bad<string>("has a control character in it")
        : new(text, null);

    /// <summary>A file anywhere: absolute, from home (<c>~/</c>), or relative to the folder of the file.</summary>
    public static TextReading<string> FilePath(string text) =>
        Line(text) is { Problem: not null } bad ? bad
        : text.StartsWith('~') && !text.StartsWith("~/", StringComparison.Ordinal) ? TextReading.Bad<string>("names another user's home")
        : new(text, null);

    /// <summary>The path of a URL.</summary>
    public static TextReading<string> UrlPath(string text) =>
        text.StartsWith('/') && !text.Any(sign => sign <= ' ' || sign is '#' or '\u007f') ? new(text, null) : TextReading.Bad<string>("is not an absolute path");

    /// <summary>An image that is always the same bytes: a reference with a digest.</summary>
    public static TextReading<string> PinnedImage(string text)
    {
        var parts = text.Split('@');
        var digest = parts[^1];
        return parts.Length != 2 ? TextReading.Bad<string>("is not pinned by a digest")
            : digest.Length != 71 || !digest.StartsWith("sha256:", StringComparison.Ordinal) || digest.AsSpan(7).ContainsAnyExcept(s_hexadecimal) ? TextReading.Bad<string>("has no sha256 digest of 64 hexadecimal digits")
            : Image(parts[0]).Problem is null ? new(text, null)
            : TextReading.Bad<string>("is not the name of an image");
    }

    /// <summary>An image, with or without tag and digest.</summary>
    public static TextReading<string> Image(string text)
    {
        var name = text.Split('@')[0];
        var path = name.Split('/');
        var tag = path[^1].Split(':');
        path[^1] = tag[0];
        var isHost = path.Length > 1 && (path[0].Contains('.', StringComparison.Ordinal) || path[0].Contains(':', StringComparison.Ordinal) || path[0] == "localhost");
        return text.Split('@').Length <= 2 && tag.Length <= 2 && path.Skip(isHost ? 1 : 0).All(IsRepositoryPart) && !text.Any(sign => sign <= ' ')
            ? new(text, null)
            : TextReading.Bad<string>("is not the name of an image");
    }

    private static bool IsRepositoryPart(string part) =>
        part.Length > 0
        && part.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.')
        && char.IsAsciiLetterOrDigit(part[0]) && char.IsAsciiLetterOrDigit(part[^1]);
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Sluice.Oci;

/// <summary>The grammar of the OCI distribution specification, with a sentence for each way to miss it.</summary>
internal static partial class ReferenceParser
{
    private const int LongestRepository = 255;

    private const string Form = "An image reference is host[:port]/repository[:tag][@sha256:…].";

    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? error)
    {
        reference = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            error = $"The image reference is empty. {Form}";
            return false;
        }

        var rest = text;
        Digest? digest = null;
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!Oci.Digest.TryParse(rest[(at + 1)..], out var parsed, out var digestError))
            {
                error = $"Image reference \"{text}\": {digestError}";
                return false;
            }

            digest = parsed;
            rest = rest[..at];
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !LooksLikeHost(rest[..slash]))
        {
            error = $"Image reference \"{text}\" names no registry host; write it in front, such as localhost:5000/{(rest.Length == 0 ? "name" : rest)}. {Form}";
            return false;
        }

        var host = rest[..slash];
        var repository = rest[(slash + 1)..];
        string? tag = null;
        var colon = repository.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            tag = repository[(colon + 1)..];
            repository = repository[..colon];
        }

        error = Refuse(text, host, repository, tag);
        if (error is not null)
        {
            return false;
        }

        reference = new ImageReference(host, repository, tag, digest);
        return true;
    }

    public static bool IsRepository(string text) => text.Length <= LongestRepository && RepositoryPattern().IsMatch(text);

    public static bool IsTag(string text) => TagPattern().IsMatch(text);

    private static bool LooksLikeHost(string text)
        => text == "localhost" || text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal);

    private static string? Refuse(string text, string host, string repository, string? tag)
    {
        if (!IsHost(host))
        {
            return $"Image reference \"{text}\": \"{host}\" is not a host[:port]. Allowed are names, addresses, [IPv6] and a port from 1 to 65535.";
        }

        if (!IsRepository(repository))
        {
            return repository.Length > LongestRepository
                ? $"Image reference \"{text}\": the repository has {repository.Length} characters; at most {LongestRepository} are allowed."
                : $"Image reference \"{text}\": \"{repository}\" is not a repository. Allowed are lower-case letters and digits, parted by one of . _ __ - and /.";
        }

        return tag is not null && !IsTag(tag)
            ? $"Image reference \"{text}\": \"{tag}\" is not a tag. Allowed are up to 128 letters, digits, _ . and -, not beginning with . or -."
            : null;
    }

    private static bool IsHost(string host)
    {
        var match = HostPattern().Match(host);
        return match.Success
            && (!match.Groups["port"].Success
                || (int.TryParse(match.Groups["port"].ValueSpan, out var port) && port is > 0 and <= 65535));
    }

    [GeneratedRegex(@"\A(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:.]+\])(?::(?<port>[0-9]{1,5}))?\z")]
    private static partial Regex HostPattern();

    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryPattern();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z")]
    private static partial Regex TagPattern();
}

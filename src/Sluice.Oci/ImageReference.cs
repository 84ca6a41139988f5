using System.Diagnostics.CodeAnalysis;

namespace Sluice.Oci;

/// <summary>
/// Where an image is: <c>host[:port]/repository[:tag][@digest]</c>. The host is never guessed, because an image that is
/// looked for in another registry than meant is somebody else's image.
/// </summary>
/// <param name="Host">Host name or address with optional port; an IPv6 address in brackets.</param>
/// <param name="Repository">Lower-case path of the repository, such as <c>pcbench/backend</c>.</param>
/// <param name="Tag">A movable name, or none.</param>
/// <param name="Digest">The exact bytes, or none. When both are given the digest decides.</param>
public sealed record ImageReference(string Host, string Repository, string? Tag = null, Digest? Digest = null)
{
    /// <summary>The tag meant when neither tag nor digest is written.</summary>
    public const string DefaultTag = "latest";

    /// <summary>True when the reference names exact bytes.</summary>
    public bool IsPinned => Digest is not null;

    /// <summary>What a registry is asked for: the digest, else the tag, else <see cref="DefaultTag"/>.</summary>
    public string ManifestName => Digest?.ToString() ?? Tag ?? DefaultTag;

    /// <summary><c>host[:port]/repository</c>.</summary>
    public string Name => $"{Host}/{Repository}";

    /// <summary>The same repository and these exact bytes; the tag is dropped.</summary>
    public ImageReference WithDigest(Digest digest) => this with { Tag = null, Digest = digest };

    /// <summary>The same repository under another tag; the digest is dropped.</summary>
    public ImageReference WithTag(string tag) => this with { Tag = tag, Digest = null };

    /// <summary>Reads a reference.</summary>
    /// <exception cref="FormatException">The text is not a reference; the message says why.</exception>
    public static ImageReference Parse(string text)
        => TryParse(text, out var reference, out var error) ? reference : throw new FormatException(error);

    /// <summary>Reads a reference; on failure <paramref name="error"/> names the text, what is wrong with it and what is allowed.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? error)
        => ReferenceParser.TryParse(text, out reference, out error);

    /// <summary>True when the text can be a repository's name.</summary>
    public static bool IsValidRepository(string text) => ReferenceParser.IsRepository(text);

    /// <summary>True when the text can be a tag.</summary>
    public static bool IsValidTag(string text) => ReferenceParser.IsTag(text);

    public override string ToString()
        => $"{Name}{(Tag is null ? "" : ":" + Tag)}{(Digest is { } digest ? "@" + digest : "")}";
}

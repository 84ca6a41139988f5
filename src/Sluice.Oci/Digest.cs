using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Sluice.Oci.Json;

namespace Sluice.Oci;

/// <summary>
/// The sha256 of some bytes, written <c>sha256:</c> and 64 lower-case hexadecimal digits. Other algorithms, upper case
/// and shortened forms are refused: a digest is compared as text in many places, so there is one way to write it.
/// </summary>
[JsonConverter(typeof(DigestConverter))]
public readonly record struct Digest : IComparable<Digest>
{
    private const string Prefix = "sha256:";
    private const int HexLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>The digest of no bytes at all.</summary>
    public static Digest OfNothing { get; } = Compute([]);

    /// <summary>True for <c>default(Digest)</c>, which names nothing.</summary>
    public bool IsDefault => _hex is null;

    /// <summary>The 64 hexadecimal digits without the algorithm.</summary>
    public string Hex => _hex ?? throw new InvalidOperationException("default(Digest) has no value.");

    /// <summary>The first 12 hexadecimal digits, for people.</summary>
    public string ShortHex => Hex[..12];

    /// <summary>The digest of <paramref name="bytes"/>.</summary>
    public static Digest Compute(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return FromHash(hash);
    }

    /// <summary>The digest of everything from the stream's position to its end.</summary>
    public static async Task<Digest> ComputeAsync(Stream stream, CancellationToken cancellationToken)
        => FromHash(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));

    /// <summary>A digest from a finished sha256 (32 bytes).</summary>
    public static Digest FromHash(ReadOnlySpan<byte> sha256)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, SHA256.HashSizeInBytes);
        return new Digest(Convert.ToHexStringLower(sha256));
    }

    /// <summary>Reads <c>sha256:…</c>.</summary>
    /// <exception cref="FormatException">The text is not a digest; the message says why.</exception>
    public static Digest Parse(string text)
        => TryParse(text, out var digest, out var error) ? digest : throw new FormatException(error);

    /// <summary>Reads <c>sha256:…</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
        => TryParse(text, out digest, out _);

    /// <summary>Reads <c>sha256:…</c>; on failure <paramref name="error"/> is a sentence that names the text and what is allowed.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest, [NotNullWhen(false)] out string? error)
    {
        digest = default;
        error = Refuse(text);
        if (error is not null)
        {
            return false;
        }

        digest = new Digest(text![Prefix.Length..]);
        return true;
    }

    public int CompareTo(Digest other) => string.CompareOrdinal(_hex, other._hex);

    public static bool operator <(Digest left, Digest right) => left.CompareTo(right) < 0;

    public static bool operator >(Digest left, Digest right) => left.CompareTo(right) > 0;

    public static bool operator <=(Digest left, Digest right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Digest left, Digest right) => left.CompareTo(right) >= 0;

    /// <summary><c>sha256:…</c>, or an empty text for <c>default(Digest)</c>.</summary>
    public override string ToString() => _hex is null ? "" : Prefix + _hex;

    private static string? Refuse(string? text)
    {
        const string Allowed = "A digest is \"sha256:\" and 64 lower-case hexadecimal digits.";
        if (string.IsNullOrEmpty(text))
        {
            return $"The digest is empty. {Allowed}";
        }

        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return $"\"{text}\" is not a sha256 digest. {Allowed}";
        }

        var hex = text.AsSpan(Prefix.Length);
        if (hex.Length != HexLength)
        {
            return $"\"{text}\" has {hex.Length} digits after \"sha256:\". {Allowed}";
        }

        return hex.ContainsAnyExcept(HexDigits) ? $"\"{text}\" has a character that is not a lower-case hexadecimal digit. {Allowed}" : null;
    }
}

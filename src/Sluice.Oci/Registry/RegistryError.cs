using System.Net;

namespace Sluice.Oci.Registry;

public enum RegistryErrorKind
{
    /// <summary>No, or wrong, credentials.</summary>
    Unauthorized,

    /// <summary>The credentials do not allow it.</summary>
    Forbidden,

    /// <summary>No such repository, manifest or blob.</summary>
    NotFound,

    /// <summary>No connection, no answer in time, or a connection that broke again and again.</summary>
    Unreachable,

    /// <summary>The bytes are not what their digest says.</summary>
    DigestMismatch,

    /// <summary>429, still after the waits that the registry asked for.</summary>
    RateLimited,

    /// <summary>The registry takes no pushes at all: maintenance, or a cache of another registry.</summary>
    ReadOnly,

    /// <summary>The registry has no room, or allows no more of it.</summary>
    Quota,

    /// <summary>5xx, still after retries.</summary>
    ServerError,

    /// <summary>Any other refusal.</summary>
    Rejected,

    /// <summary>An answer that breaks the distribution specification, or a document that cannot be read.</summary>
    InvalidContent,

    /// <summary>No manifest for the wanted platform.</summary>
    NoSuchPlatform,

    /// <summary>The local disk: full, not writable, or a blob that should be there is not.</summary>
    LocalStorage,
}

/// <summary>Why a registry operation failed. Never holds a credential.</summary>
/// <param name="Kind">For decisions.</param>
/// <param name="Message">For people: what, where, and what to do.</param>
/// <param name="Host">The registry.</param>
/// <param name="Repository">The repository in it.</param>
/// <param name="Status">The HTTP status, when there was an answer.</param>
public sealed record RegistryError(RegistryErrorKind Kind, string Message, string Host, string Repository, HttpStatusCode? Status = null)
{
    /// <summary>How long the registry asks to wait, when it does.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>It may pass by itself and was not yet tried as often as the options allow.</summary>
    internal bool IsTransient { get; init; }

    public override string ToString() => $"{Kind}: {Message}";

    internal static RegistryError For(ImageReference where, RegistryErrorKind kind, string message, HttpStatusCode? status = null)
        => new(kind, message, where.Host, where.Repository, status);
}

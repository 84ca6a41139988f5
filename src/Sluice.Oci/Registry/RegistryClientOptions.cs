namespace Sluice.Oci.Registry;

/// <summary>How a <see cref="RegistryClient"/> behaves.</summary>
public sealed record RegistryClientOptions
{
    public ICredentialProvider Credentials { get; init; } = AnonymousCredentials.Instance;

    /// <summary>Told of each access token that a registry's token service gives.</summary>
    public Action<string> OnSecret { get; init; } = static _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Tries after the first, on 429, 5xx and broken connections; 0 or more.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>The wait before the first retry; doubles with each, with jitter, up to 30 s. A Retry-After of the registry goes first.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>A longer Retry-After than this is not waited for but reported.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A request in which nothing moves for so long, neither bytes nor the answer, counts as broken.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Blobs above this many bytes go up in chunks of this size, each of which can be resumed.</summary>
    public int ChunkSize { get; init; } = 16 << 20;

    /// <summary>Blobs moved at the same time by a push or a pull; 1 or more.</summary>
    public int Parallelism { get; init; } = 4;
}

using System.Security.Cryptography.X509Certificates;
using Sluice.Model.Values;

namespace Sluice.Metrics.Prometheus;

/// <summary>How a Prometheus server is asked.</summary>
/// <param name="Address">Its address; what it is served under (<c>/prometheus</c>) belongs to it. A user and password in it are used and never shown.</param>
public sealed record PrometheusOptions(Uri Address)
{
    /// <summary>User for basic authentication; together with <see cref="Password"/>.</summary>
    public string? Username { get; init; }

    public Secret? Password { get; init; }

    /// <summary>A bearer token instead.</summary>
    public Secret? Token { get; init; }

    /// <summary>The only certificate authorities to trust; <see langword="null"/> for the machine's.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>Shown to servers that ask for one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Takes any certificate for the right one. For trying out.</summary>
    public bool IsInsecure { get; init; }

    /// <summary>For one attempt, up to its last byte.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts after the first, 0 or more.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Before the first repetition; doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>A server that asks for a longer wait is taken for one that does not answer.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The address without user and password, for messages.</summary>
    public string DisplayAddress => Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}

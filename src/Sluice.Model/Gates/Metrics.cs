using Sluice.Model.Values;

namespace Sluice.Model.Gates;

/// <summary>How requests and bad answers are counted.</summary>
/// <param name="Counter">The counter of all requests (<c>http_requests_total</c>).</param>
public sealed record ErrorMetric(string Counter)
{
    /// <summary>Label → regular expression (whole value): a series is bad if all of them match. Empty exactly if there is a <see cref="BadCounter"/>.</summary>
    public IReadOnlyDictionary<string, string> Bad { get; init; } = GateDefaults.BadLabels;

    /// <summary>A counter of bad answers of its own, instead of labels.</summary>
    public string? BadCounter { get; init; }

    /// <summary>Label → regular expression: only series that match all of them count at all.</summary>
    public IReadOnlyDictionary<string, string> Only { get; init; } = new Dictionary<string, string>();
}

/// <summary>How durations are counted.</summary>
/// <param name="Histogram">The histogram, in seconds (<c>http_request_duration_seconds</c>).</param>
public sealed record LatencyMetric(string Histogram)
{
    /// <summary>The bounds that are watched, rising; empty: chosen from the baseline when a rollout starts.</summary>
    public IReadOnlyList<TimeSpan> Bounds { get; init; } = [];

    /// <summary>Label → regular expression: only series that match all of them count.</summary>
    public IReadOnlyDictionary<string, string> Only { get; init; } = new Dictionary<string, string>();
}

/// <summary>Where numbers come from.</summary>
public abstract record MetricsSource;

/// <summary>The pods themselves, asked through the cluster's API.</summary>
/// <param name="Port">1–65535; <see langword="null"/> for the service's port.</param>
/// <param name="Path">Absolute path.</param>
public sealed record ScrapeSource(int? Port, string Path) : MetricsSource;

/// <summary>A Prometheus server.</summary>
/// <param name="Address">Its address.</param>
public sealed record PrometheusSource(AddressReference Address) : MetricsSource
{
    /// <summary>User for basic authentication; there exactly if <see cref="Password"/> is.</summary>
    public string? Username { get; init; }

    public SecretReference? Password { get; init; }

    /// <summary>A bearer token instead of user and password.</summary>
    public SecretReference? Token { get; init; }

    /// <summary>File with the certificate authorities to trust, relative to the folder of <c>sluice.yaml</c>; <see langword="null"/> for the machine's.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>How long a query may take, 100 ms to 5 min.</summary>
    public TimeSpan Timeout { get; init; } = GateDefaults.QueryTimeout;
}

namespace Sluice.Kubernetes.Api;

/// <summary>Time limits and repetitions of requests.</summary>
public sealed record ApiClientOptions
{
    /// <summary>For one attempt, up to its last byte. More than zero.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Attempts after the first, for requests that may be repeated safely. 1 or more.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Before the first repetition; doubles, with jitter.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The longest wait before a repetition, also when the server asks for more.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests that are on their way at the same time, watches and what keeps the lock alive apart. 1 or more.</summary>
    public int AtOnce { get; init; } = 24;

    /// <summary>After this the server ends a watch and the client opens the next one.</summary>
    public TimeSpan WatchDuration { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Sent with every request.</summary>
    public string UserAgent { get; init; } = "sluice";

    /// <summary>The name to check the server's certificate for (<c>tls-server-name</c>); null for the host of its address.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whom to act as (<c>as</c>, <c>as-groups</c> of the kubeconfig); null for oneself.</summary>
    public Impersonation? Impersonation { get; init; }
}

/// <summary>Acting as another user, if the cluster's rights allow it.</summary>
/// <param name="User">The other user.</param>
/// <param name="Group">
/// The group to act in, or null. One at most: several need a header each, and HttpClient joins them into one, which would
/// name a group that does not exist.
/// </param>
public sealed record Impersonation(string User, string? Group);

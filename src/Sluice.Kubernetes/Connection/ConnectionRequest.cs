using Sluice.Kubernetes.Api;

namespace Sluice.Kubernetes.Connection;

/// <summary>Which cluster, and how to talk to it.</summary>
public sealed record ConnectionRequest
{
    /// <summary>
    /// One kubeconfig file or several joined by the platform's path separator; null for <c>KUBECONFIG</c>, then
    /// <c>~/.kube/config</c>, then the pod's own cluster.
    /// </summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The context; null for the file's current one.</summary>
    public string? Context { get; init; }

    /// <summary>Told of every secret that proves who asks, when it is read.</summary>
    public Action<string> OnSecret { get; init; } = static _ => { };

    /// <summary>Time limits and repetitions.</summary>
    public ApiClientOptions Options { get; init; } = new();
}

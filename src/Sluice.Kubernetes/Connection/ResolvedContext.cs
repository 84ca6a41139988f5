using k8s;
using Sluice.Kubernetes.Api;

namespace Sluice.Kubernetes.Connection;

/// <summary>A context with all that is needed to connect.</summary>
/// <param name="Configuration">For KubernetesClient.</param>
/// <param name="Impersonation">The user's <c>as</c> and <c>as-groups</c>.</param>
/// <param name="Where">File and context, for messages.</param>
internal sealed record ResolvedContext(KubernetesClientConfiguration Configuration, Impersonation? Impersonation, string Where);

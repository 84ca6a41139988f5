using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection.Credentials;

namespace Sluice.Kubernetes.Connection;

/// <summary>A context with all that is needed to connect.</summary>
/// <param name="Where">File and context, for messages.</param>
/// <param name="Name">The context's; empty in a pod.</param>
/// <param name="Namespace">The context's; empty when it names none.</param>
/// <param name="Server">Where to connect to.</param>
/// <param name="Credential">As whom.</param>
/// <param name="Impersonation">The user's <c>as</c> and <c>as-groups</c>.</param>
internal sealed record ResolvedContext(string Where, string Name, string Namespace, ServerSettings Server, Credential Credential, Impersonation? Impersonation);

namespace Sluice.Sandbox.Store;

/// <summary>Names one stored object.</summary>
/// <param name="Resource">Group and plural as in the API path: <c>pods</c>, <c>deployments.apps</c>, <c>leases.coordination.k8s.io</c>.</param>
/// <param name="Namespace">Empty for cluster-scoped objects.</param>
/// <param name="Name">metadata.name.</param>
internal sealed record ResourceKey(string Resource, string Namespace, string Name);

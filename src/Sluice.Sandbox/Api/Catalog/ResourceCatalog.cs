namespace Sluice.Sandbox.Api.Catalog;

/// <summary>
/// Every kind the sandbox serves. Stored only, nothing acts on them: StatefulSet, DaemonSet, HorizontalPodAutoscaler,
/// PodDisruptionBudget, Ingress, NetworkPolicy, Role, RoleBinding. <see cref="StoredOnly"/> gives the same list to programs.
/// </summary>
internal static class ResourceCatalog
{
    private static readonly string[] All = ["all"];

    public static IReadOnlyList<ResourceKind> Kinds { get; } =
    [
        new() { Group = "", Version = "v1", Kind = "Namespace", Plural = "namespaces", Singular = "namespace", Namespaced = false, ShortNames = ["ns"], HasStatus = true },
        new() { Group = "", Version = "v1", Kind = "Node", Plural = "nodes", Singular = "node", Namespaced = false, ShortNames = ["no"], HasStatus = true },
        new() { Group = "", Version = "v1", Kind = "Pod", Plural = "pods", Singular = "pod", ShortNames = ["po"], Categories = All, HasStatus = true },
        new() { Group = "", Version = "v1", Kind = "Service", Plural = "services", Singular = "service", ShortNames = ["svc"], Categories = All, HasStatus = true },
        new() { Group = "", Version = "v1", Kind = "Endpoints", Plural = "endpoints", Singular = "endpoints", ShortNames = ["ep"] },
        new() { Group = "", Version = "v1", Kind = "ConfigMap", Plural = "configmaps", Singular = "configmap", ShortNames = ["cm"] },
        new() { Group = "", Version = "v1", Kind = "Secret", Plural = "secrets", Singular = "secret" },
        new() { Group = "", Version = "v1", Kind = "Event", Plural = "events", Singular = "event", ShortNames = ["ev"] },
        new() { Group = "", Version = "v1", Kind = "ServiceAccount", Plural = "serviceaccounts", Singular = "serviceaccount", ShortNames = ["sa"] },
        new() { Group = "apps", Version = "v1", Kind = "Deployment", Plural = "deployments", Singular = "deployment", ShortNames = ["deploy"], Categories = All, HasStatus = true, HasScale = true },
        new() { Group = "apps", Version = "v1", Kind = "ReplicaSet", Plural = "replicasets", Singular = "replicaset", ShortNames = ["rs"], Categories = All, HasStatus = true, HasScale = true },
        new() { Group = "apps", Version = "v1", Kind = "StatefulSet", Plural = "statefulsets", Singular = "statefulset", ShortNames = ["sts"], Categories = All, HasStatus = true, StoredOnly = true },
        new() { Group = "apps", Version = "v1", Kind = "DaemonSet", Plural = "daemonsets", Singular = "daemonset", ShortNames = ["ds"], Categories = All, HasStatus = true, StoredOnly = true },
        new() { Group = "autoscaling", Version = "v2", Kind = "HorizontalPodAutoscaler", Plural = "horizontalpodautoscalers", Singular = "horizontalpodautoscaler", ShortNames = ["hpa"], Categories = All, HasStatus = true, StoredOnly = true },
        new() { Group = "coordination.k8s.io", Version = "v1", Kind = "Lease", Plural = "leases", Singular = "lease" },
        new() { Group = "discovery.k8s.io", Version = "v1", Kind = "EndpointSlice", Plural = "endpointslices", Singular = "endpointslice" },
        new() { Group = "networking.k8s.io", Version = "v1", Kind = "Ingress", Plural = "ingresses", Singular = "ingress", ShortNames = ["ing"], HasStatus = true, StoredOnly = true },
        new() { Group = "networking.k8s.io", Version = "v1", Kind = "NetworkPolicy", Plural = "networkpolicies", Singular = "networkpolicy", ShortNames = ["netpol"], StoredOnly = true },
        new() { Group = "policy", Version = "v1", Kind = "PodDisruptionBudget", Plural = "poddisruptionbudgets", Singular = "poddisruptionbudget", ShortNames = ["pdb"], HasStatus = true, StoredOnly = true },
        new() { Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "Role", Plural = "roles", Singular = "role", StoredOnly = true },
        new() { Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "RoleBinding", Plural = "rolebindings", Singular = "rolebinding", StoredOnly = true },
    ];

    public static IEnumerable<string> StoredOnly => Kinds.Where(k => k.StoredOnly).Select(k => k.Kind);

    public static ResourceKind? Find(string group, string version, string plural) =>
        Kinds.FirstOrDefault(k => k.Group == group && k.Version == version && k.Plural == plural);

    /// <summary>Groups with their one version, core first.</summary>
    public static IEnumerable<IGrouping<string, ResourceKind>> Groups => Kinds.GroupBy(k => k.Group);
}

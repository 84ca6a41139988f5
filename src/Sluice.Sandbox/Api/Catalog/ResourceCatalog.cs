namespace Sluice.Sandbox.Api.Catalog;

/// <summary>Every kind the sandbox serves.</summary>
internal static class ResourceCatalog
{
    private const string Rights = "lets every bearer of its token do everything";

    private static readonly string[] All = ["all"];
    private static readonly string[] Gateways = ["gateway-api"];

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
        new() { Group = "", Version = "v1", Kind = "PersistentVolumeClaim", Plural = "persistentvolumeclaims", Singular = "persistentvolumeclaim", ShortNames = ["pvc"], HasStatus = true, Caveat = "gives them folders without a limit, whatever class and size they ask for" },
        new() { Group = "", Version = "v1", Kind = "ResourceQuota", Plural = "resourcequotas", Singular = "resourcequota", ShortNames = ["quota"], HasStatus = true, Caveat = "counts and refuses nothing by them" },
        new() { Group = "", Version = "v1", Kind = "LimitRange", Plural = "limitranges", Singular = "limitrange", ShortNames = ["limits"], Caveat = "gives pods neither limits nor defaults" },
        new() { Group = "apps", Version = "v1", Kind = "Deployment", Plural = "deployments", Singular = "deployment", ShortNames = ["deploy"], Categories = All, HasStatus = true, HasScale = true },
        new() { Group = "apps", Version = "v1", Kind = "ReplicaSet", Plural = "replicasets", Singular = "replicaset", ShortNames = ["rs"], Categories = All, HasStatus = true, HasScale = true },
        new() { Group = "apps", Version = "v1", Kind = "StatefulSet", Plural = "statefulsets", Singular = "statefulset", ShortNames = ["sts"], Categories = All, HasStatus = true, HasScale = true, Caveat = "gives their pods no names of their own in DNS" },
        new() { Group = "apps", Version = "v1", Kind = "DaemonSet", Plural = "daemonsets", Singular = "daemonset", ShortNames = ["ds"], Categories = All, HasStatus = true },
        new() { Group = "authentication.k8s.io", Version = "v1", Kind = "SelfSubjectReview", Plural = "selfsubjectreviews", Singular = "selfsubjectreview", Namespaced = false, IsReview = true },
        new() { Group = "authorization.k8s.io", Version = "v1", Kind = "SelfSubjectAccessReview", Plural = "selfsubjectaccessreviews", Singular = "selfsubjectaccessreview", Namespaced = false, IsReview = true },
        new() { Group = "authorization.k8s.io", Version = "v1", Kind = "SelfSubjectRulesReview", Plural = "selfsubjectrulesreviews", Singular = "selfsubjectrulesreview", Namespaced = false, IsReview = true },
        new() { Group = "authorization.k8s.io", Version = "v1", Kind = "SubjectAccessReview", Plural = "subjectaccessreviews", Singular = "subjectaccessreview", Namespaced = false, IsReview = true },
        new() { Group = "authorization.k8s.io", Version = "v1", Kind = "LocalSubjectAccessReview", Plural = "localsubjectaccessreviews", Singular = "localsubjectaccessreview", IsReview = true },
        new() { Group = "autoscaling", Version = "v2", Kind = "HorizontalPodAutoscaler", Plural = "horizontalpodautoscalers", Singular = "horizontalpodautoscaler", ShortNames = ["hpa"], Categories = All, HasStatus = true, Caveat = "measures nothing and scales nothing" },
        new() { Group = "batch", Version = "v1", Kind = "Job", Plural = "jobs", Singular = "job", Categories = All, HasStatus = true },
        new() { Group = "batch", Version = "v1", Kind = "CronJob", Plural = "cronjobs", Singular = "cronjob", ShortNames = ["cj"], Categories = All, HasStatus = true, Caveat = "starts no jobs for them" },
        new() { Group = "coordination.k8s.io", Version = "v1", Kind = "Lease", Plural = "leases", Singular = "lease" },
        new() { Group = "discovery.k8s.io", Version = "v1", Kind = "EndpointSlice", Plural = "endpointslices", Singular = "endpointslice" },
        new() { Group = "gateway.networking.k8s.io", Version = "v1", Kind = "GatewayClass", Plural = "gatewayclasses", Singular = "gatewayclass", Namespaced = false, ShortNames = ["gc"], Categories = Gateways, HasStatus = true, Caveat = "has no gateway controller" },
        new() { Group = "gateway.networking.k8s.io", Version = "v1", Kind = "Gateway", Plural = "gateways", Singular = "gateway", ShortNames = ["gtw"], Categories = Gateways, HasStatus = true, Caveat = "serves the routes of any Gateway at one address, whatever its listeners" },
        new() { Group = "gateway.networking.k8s.io", Version = "v1", Kind = "HTTPRoute", Plural = "httproutes", Singular = "httproute", Categories = Gateways, HasStatus = true },
        new() { Group = "networking.k8s.io", Version = "v1", Kind = "Ingress", Plural = "ingresses", Singular = "ingress", ShortNames = ["ing"], HasStatus = true, Caveat = "serves them without TLS, whatever their class; of annotations it heeds those of a canary's weight" },
        new() { Group = "networking.k8s.io", Version = "v1", Kind = "IngressClass", Plural = "ingressclasses", Singular = "ingressclass", Namespaced = false, Caveat = "has no ingress controller" },
        new() { Group = "networking.k8s.io", Version = "v1", Kind = "NetworkPolicy", Plural = "networkpolicies", Singular = "networkpolicy", ShortNames = ["netpol"], Caveat = "lets all traffic through" },
        new() { Group = "policy", Version = "v1", Kind = "PodDisruptionBudget", Plural = "poddisruptionbudgets", Singular = "poddisruptionbudget", ShortNames = ["pdb"], HasStatus = true, Caveat = "evicts no pods that they could protect" },
        new() { Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "Role", Plural = "roles", Singular = "role", Caveat = Rights },
        new() { Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "RoleBinding", Plural = "rolebindings", Singular = "rolebinding", Caveat = Rights },
        new() { Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "ClusterRole", Plural = "clusterroles", Singular = "clusterrole", Namespaced = false, Caveat = Rights },
        new() { Group = "rbac.authorization.k8s.io", Version = "v1", Kind = "ClusterRoleBinding", Plural = "clusterrolebindings", Singular = "clusterrolebinding", Namespaced = false, Caveat = Rights },
    ];

    /// <summary>The kinds whose objects are kept; reviews are answered and forgotten.</summary>
    public static IReadOnlyList<ResourceKind> Stored { get; } = [.. Kinds.Where(k => !k.IsReview)];

    public static ResourceKind? Find(string group, string version, string plural) =>
        Kinds.FirstOrDefault(k => k.Group == group && k.Version == version && k.Plural == plural);

    /// <summary>Groups with their one version, core first.</summary>
    public static IEnumerable<IGrouping<string, ResourceKind>> Groups => Kinds.GroupBy(k => k.Group);
}

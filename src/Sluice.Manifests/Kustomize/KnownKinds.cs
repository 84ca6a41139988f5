using System.Collections.Frozen;

namespace Sluice.Manifests.Kustomize;

/// <summary>Facts about the kinds that every cluster has.</summary>
internal static class KnownKinds
{
    private static readonly FrozenSet<string> s_clusterScoped = FrozenSet.Create(
        StringComparer.Ordinal,
        "/Namespace", "/Node", "/PersistentVolume", "/ComponentStatus",
        "admissionregistration.k8s.io/MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
        "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
        "apiextensions.k8s.io/CustomResourceDefinition",
        "apiregistration.k8s.io/APIService",
        "certificates.k8s.io/CertificateSigningRequest",
        "flowcontrol.apiserver.k8s.io/FlowSchema",
        "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
        "networking.k8s.io/IngressClass",
        "node.k8s.io/RuntimeClass",
        "policy/PodSecurityPolicy",
        "rbac.authorization.k8s.io/ClusterRole",
        "rbac.authorization.k8s.io/ClusterRoleBinding",
        "scheduling.k8s.io/PriorityClass",
        "storage.k8s.io/CSIDriver",
        "storage.k8s.io/CSINode",
        "storage.k8s.io/StorageClass",
        "storage.k8s.io/VolumeAttachment");

    private static readonly FrozenSet<string> s_builtInGroups = FrozenSet.Create(
        StringComparer.Ordinal, "", "apps", "batch", "autoscaling", "policy", "extensions");

    public static bool IsClusterScoped(ResourceId id) => s_clusterScoped.Contains($"{id.Group}/{id.Kind}");

    /// <summary>Whether the API server itself serves it; others are custom resources, whose lists have no merge keys.</summary>
    public static bool IsBuiltIn(ResourceId id) =>
        s_builtInGroups.Contains(id.Group) || s_clusterScoped.Contains($"{id.Group}/{id.Kind}")
        || id.Group is "networking.k8s.io" or "rbac.authorization.k8s.io" or "storage.k8s.io" or "admissionregistration.k8s.io";

    /// <summary>Where a kind keeps its pod template (<c>""</c> for a Pod itself); <see langword="null"/> if it has none.</summary>
    public static string? PodTemplate(string kind) => kind switch
    {
        "Pod" => "",
        "Deployment" or "ReplicaSet" or "DaemonSet" or "StatefulSet" or "Job" or "ReplicationController" => "spec/template",
        "CronJob" => "spec/jobTemplate/spec/template",
        _ => null,
    };
}

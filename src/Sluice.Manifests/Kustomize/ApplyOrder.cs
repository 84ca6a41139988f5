namespace Sluice.Manifests.Kustomize;

/// <summary>kustomize's "legacy" order: kinds that others need first, webhooks last, the rest by name.</summary>
internal static class ApplyOrder
{
    private static readonly string[] s_first =
    [
        "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role",
        "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange",
        "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
    ];

    private static readonly string[] s_last = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

    public static IReadOnlyList<Resource> Sort(IEnumerable<Resource> resources) =>
        [.. resources.OrderBy(resource => Rank(resource.Id.Kind)).ThenBy(resource => Key(resource.Id), StringComparer.Ordinal)];

    private static int Rank(string kind)
    {
        var first = Array.IndexOf(s_first, kind);
        return first >= 0 ? first - s_first.Length : Array.IndexOf(s_last, kind) + 1;
    }

    // A tilde sorts behind every letter: what has no group or namespace comes after what has one.
    private static string Key(ResourceId id) =>
        $"{(id.Group.Length == 0 ? "~G" : id.Group)}_{id.Version}_{id.Kind}|{(id.Namespace.Length == 0 ? "~X" : id.Namespace)}|{id.Name}";
}

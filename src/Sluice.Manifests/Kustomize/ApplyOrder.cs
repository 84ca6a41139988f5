namespace Sluice.Manifests.Kustomize;

/// <summary>kustomize's "legacy" order: some kinds first, some last, the rest by group, version, kind, namespace and name.</summary>
/// <param name="First">Kinds that come first, in this order.</param>
/// <param name="Last">Kinds that come last, in this order.</param>
internal sealed record ApplyOrder(IReadOnlyList<string> First, IReadOnlyList<string> Last)
{
    /// <summary>The order where a kustomization does not say its own: kinds that others need first, webhooks last.</summary>
    public static ApplyOrder Usual { get; } = new(
        [
            "Namespace", "ResourceQuota", "StorageClass", "CustomResourceDefinition", "ServiceAccount", "PodSecurityPolicy", "Role",
            "ClusterRole", "RoleBinding", "ClusterRoleBinding", "ConfigMap", "Secret", "Endpoints", "Service", "LimitRange",
            "PriorityClass", "PersistentVolume", "PersistentVolumeClaim", "Deployment", "StatefulSet", "CronJob", "PodDisruptionBudget",
        ],
        ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"]);

    public IReadOnlyList<Resource> Sort(IEnumerable<Resource> resources) =>
    [
        .. resources.Select(resource => (Resource: resource, resource.Id))
            .OrderBy(item => Rank(item.Id.Kind))
            .ThenBy(item => KindKey(item.Id), StringComparer.Ordinal)
            .ThenBy(item => PlaceKey(item.Id), StringComparer.Ordinal)
            .Select(item => item.Resource),
    ];

    // A kind that is listed several times counts where it is last.
    private int Rank(string kind) =>
        Place(Last, kind) is >= 0 and var last ? last + 1 : Place(First, kind) is >= 0 and var first ? first - First.Count : 0;

    private static int Place(IReadOnlyList<string> kinds, string kind)
    {
        for (var index = kinds.Count - 1; index >= 0; index--)
        {
            if (kinds[index] == kind)
            {
                return index;
            }
        }

        return -1;
    }

    // A tilde sorts behind every letter: what has no group or namespace comes after what has one.
    private static string KindKey(ResourceId id) => $"{(id.Group.Length == 0 ? "~G" : id.Group)}_{id.Version}_{id.Kind}";

    private static string PlaceKey(ResourceId id) => $"{(id.Namespace.Length == 0 ? "~X" : id.Namespace)}|{id.Name}";
}

namespace Sluice.Manifests.Kustomize;

/// <summary>Where labels and annotations go in the built-in kinds.</summary>
internal static class LabelFields
{
    public static FieldSpec MetadataLabels { get; } = new("metadata/labels", Create: true);

    /// <summary>Labels of pods and of what else is made from a template.</summary>
    public static IReadOnlyList<FieldSpec> Templates { get; } = [.. Template("labels"), new("spec/volumeClaimTemplates[]/metadata/labels", true, "StatefulSet")];

    /// <summary>Selectors.</summary>
    public static IReadOnlyList<FieldSpec> Selectors { get; } = [.. SelectorFields()];

    public static IReadOnlyList<FieldSpec> Annotations { get; } = [new("metadata/annotations", Create: true), .. Template("annotations")];

    private static IEnumerable<FieldSpec> Template(string part)
    {
        foreach (var kind in (string[])["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "ReplicationController"])
        {
            yield return new($"spec/template/metadata/{part}", true, kind);
        }

        yield return new($"spec/jobTemplate/metadata/{part}", true, "CronJob");
        yield return new($"spec/jobTemplate/spec/template/metadata/{part}", true, "CronJob");
    }

    private static IEnumerable<FieldSpec> SelectorFields()
    {
        yield return new("spec/selector", true, "Service", Version: "v1");
        yield return new("spec/selector", true, "ReplicationController", Version: "v1");
        foreach (var kind in (string[])["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"])
        {
            yield return new("spec/selector/matchLabels", true, kind);
        }

        foreach (var kind in (string[])["Deployment", "StatefulSet"])
        {
            foreach (var affinity in (string[])["podAffinity", "podAntiAffinity"])
            {
                yield return new($"spec/template/spec/affinity/{affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels", false, kind, "apps");
                yield return new($"spec/template/spec/affinity/{affinity}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels", false, kind, "apps");
            }

            yield return new("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels", false, kind, "apps");
        }

        yield return new("spec/selector/matchLabels", false, "Job", "batch");
        yield return new("spec/jobTemplate/spec/selector/matchLabels", false, "CronJob", "batch");
        yield return new("spec/selector/matchLabels", false, "PodDisruptionBudget", "policy");
        yield return new("spec/podSelector/matchLabels", false, "NetworkPolicy", "networking.k8s.io");
        yield return new("spec/ingress/from/podSelector/matchLabels", false, "NetworkPolicy", "networking.k8s.io");
        yield return new("spec/egress/to/podSelector/matchLabels", false, "NetworkPolicy", "networking.k8s.io");
    }
}

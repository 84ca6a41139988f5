namespace Sluice.Manifests.Kustomize;

/// <summary>Fields that hold the name of another object.</summary>
/// <param name="Kind">Kind of the object that is named.</param>
/// <param name="Group">Its API group; empty for any.</param>
/// <param name="Fields">Where the name stands.</param>
internal sealed record ReferenceFields(string Kind, string Group, IReadOnlyList<FieldSpec> Fields)
{
    // Kinds whose pods read configuration, and kinds whose pods name accounts, volumes and priorities: kustomize knows these two lists.
    private static readonly string[] s_configKinds = ["Pod", "PodTemplate", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "CronJob"];

    private static readonly string[] s_otherKinds = ["Pod", "Deployment", "DaemonSet", "StatefulSet", "ReplicationController", "Job", "CronJob"];

    public static IReadOnlyList<ReferenceFields> All { get; } =
    [
        new("ConfigMap", "", [
            .. Pods(s_configKinds, "volumes/configMap/name", "volumes/projected/sources/configMap/name"),
            .. Containers("env/valueFrom/configMapKeyRef/name", "envFrom/configMapRef/name"),
            new("spec/configSource/configMap", Kind: "Node"),
            new("rules/resourceNames", Kind: "Role"), new("rules/resourceNames", Kind: "ClusterRole"),
            new("metadata/annotations/nginx.ingress.kubernetes.io~1fastcgi-params-configmap", Kind: "Ingress")]),
        new("Secret", "", [
            .. Pods(s_configKinds, "volumes/secret/secretName", "volumes/projected/sources/secret/name", "imagePullSecrets/name"),
            .. Containers("env/valueFrom/secretKeyRef/name", "envFrom/secretRef/name"),
            new("spec/template/spec/containers/env/valueFrom/secretKeyRef/name", Kind: "Service", Group: "serving.knative.dev", Version: "v1"),
            new("spec/tls/secretName", Kind: "Ingress"),
            new("metadata/annotations/ingress.kubernetes.io~1auth-secret", Kind: "Ingress"),
            new("metadata/annotations/nginx.ingress.kubernetes.io~1auth-secret", Kind: "Ingress"),
            new("metadata/annotations/nginx.ingress.kubernetes.io~1auth-tls-secret", Kind: "Ingress"),
            new("imagePullSecrets/name", Kind: "ServiceAccount"),
            new("spec/azureFile/secretName", Kind: "PersistentVolume"),
            new("rules/resourceNames", Kind: "Role"), new("rules/resourceNames", Kind: "ClusterRole"),
            new("parameters/secretName", Kind: "StorageClass"), new("parameters/adminSecretName", Kind: "StorageClass"),
            new("parameters/userSecretName", Kind: "StorageClass"), new("parameters/secretRef", Kind: "StorageClass")]),
        new("Service", "", [
            new("spec/serviceName", Kind: "StatefulSet", Group: "apps"),
            new("spec/rules/http/paths/backend/serviceName", Kind: "Ingress"), new("spec/backend/serviceName", Kind: "Ingress"),
            new("spec/rules/http/paths/backend/service/name", Kind: "Ingress"), new("spec/defaultBackend/service/name", Kind: "Ingress"),
            new("spec/service/name", Kind: "APIService", Group: "apiregistration.k8s.io"),
            new("webhooks/clientConfig/service", Kind: "ValidatingWebhookConfiguration"), new("webhooks/clientConfig/service", Kind: "MutatingWebhookConfiguration")]),
        new("Deployment", "", [new("spec/scaleTargetRef/name", Kind: "HorizontalPodAutoscaler")]),
        new("StatefulSet", "", [new("spec/scaleTargetRef/name", Kind: "HorizontalPodAutoscaler")]),
        new("ReplicaSet", "", [new("spec/scaleTargetRef/name", Kind: "HorizontalPodAutoscaler")]),
        new("ReplicationController", "", [new("spec/scaleTargetRef/name", Kind: "HorizontalPodAutoscaler")]),
        new("ServiceAccount", "", [.. Pods(s_otherKinds, "serviceAccountName"), new("subjects", Kind: "RoleBinding"), new("subjects", Kind: "ClusterRoleBinding")]),
        new("Role", "rbac.authorization.k8s.io", [new("roleRef/name", Kind: "RoleBinding")]),
        new("ClusterRole", "rbac.authorization.k8s.io", [new("roleRef/name", Kind: "RoleBinding"), new("roleRef/name", Kind: "ClusterRoleBinding")]),
        new("PersistentVolumeClaim", "", [.. Pods(s_otherKinds, "volumes/persistentVolumeClaim/claimName")]),
        new("PersistentVolume", "", [new("spec/volumeName", Kind: "PersistentVolumeClaim"), new("rules/resourceNames", Kind: "ClusterRole")]),
        new("StorageClass", "storage.k8s.io", [
            new("spec/storageClassName", Kind: "PersistentVolume"), new("spec/storageClassName", Kind: "PersistentVolumeClaim"),
            new("spec/volumeClaimTemplates/spec/storageClassName", Kind: "StatefulSet")]),
        new("PriorityClass", "scheduling.k8s.io", [.. Pods(s_otherKinds, "priorityClassName")]),
        new("ValidatingAdmissionPolicy", "admissionregistration.k8s.io", [new("spec/policyName", Kind: "ValidatingAdmissionPolicyBinding")]),
    ];

    private static IEnumerable<FieldSpec> Pods(string[] kinds, params string[] paths)
    {
        foreach (var kind in kinds)
        {
            var template = kind == "PodTemplate" ? "template" : KnownKinds.PodTemplate(kind)!;
            foreach (var path in paths)
            {
                yield return new FieldSpec(template.Length == 0 ? $"spec/{path}" : $"{template}/spec/{path}", Kind: kind);
            }
        }
    }

    private static IEnumerable<FieldSpec> Containers(params string[] paths) =>
        Pods(s_configKinds, [.. paths.Select(path => "containers/" + path), .. paths.Select(path => "initContainers/" + path)]);
}

namespace Sluice.Manifests.Kustomize;

/// <summary>Fields that hold the name of another object.</summary>
/// <param name="Kind">Kind of the object that is named.</param>
/// <param name="Group">Its API group; empty for any.</param>
/// <param name="Fields">Where the name stands.</param>
internal sealed record ReferenceFields(string Kind, string Group, IReadOnlyList<FieldSpec> Fields)
{
    private static readonly string[] s_podKinds =
        ["Pod", "Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "ReplicationController", "CronJob"];

    public static IReadOnlyList<ReferenceFields> All { get; } =
    [
        new("ConfigMap", "", [
            .. Pods("volumes/configMap/name", "volumes/projected/sources/configMap/name"),
            .. Containers("env/valueFrom/configMapKeyRef/name", "envFrom/configMapRef/name"),
            new("rules/resourceNames", Kind: "Role"), new("rules/resourceNames", Kind: "ClusterRole"),
            new("metadata/annotations/nginx.ingress.kubernetes.io~1fastcgi-params-configmap", Kind: "Ingress")]),
        new("Secret", "", [
            .. Pods(
                "volumes/secret/secretName", "volumes/projected/sources/secret/name", "imagePullSecrets/name", "volumes/cephfs/secretRef/name",
                "volumes/rbd/secretRef/name", "volumes/azureFile/secretName", "volumes/flexVolume/secretRef/name", "volumes/scaleIO/secretRef/name",
                "volumes/iscsi/secretRef/name", "volumes/csi/nodePublishSecretRef/name"),
            .. Containers("env/valueFrom/secretKeyRef/name", "envFrom/secretRef/name"),
            new("spec/tls/secretName", Kind: "Ingress"),
            new("metadata/annotations/ingress.kubernetes.io~1auth-secret", Kind: "Ingress"),
            new("metadata/annotations/nginx.ingress.kubernetes.io~1auth-secret", Kind: "Ingress"),
            new("metadata/annotations/nginx.ingress.kubernetes.io~1auth-tls-secret", Kind: "Ingress"),
            new("metadata/annotations/nginx.ingress.kubernetes.io~1proxy-ssl-secret", Kind: "Ingress"),
            new("imagePullSecrets/name", Kind: "ServiceAccount"), new("secrets/name", Kind: "ServiceAccount"),
            new("rules/resourceNames", Kind: "Role"), new("rules/resourceNames", Kind: "ClusterRole"),
            new("parameters/secretName", Kind: "StorageClass"), new("parameters/adminSecretName", Kind: "StorageClass"),
            new("parameters/userSecretName", Kind: "StorageClass")]),
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
        new("ServiceAccount", "", [.. Pods("serviceAccountName"), new("subjects", Kind: "RoleBinding"), new("subjects", Kind: "ClusterRoleBinding")]),
        new("Role", "rbac.authorization.k8s.io", [new("roleRef/name", Kind: "RoleBinding")]),
        new("ClusterRole", "rbac.authorization.k8s.io", [new("roleRef/name", Kind: "RoleBinding"), new("roleRef/name", Kind: "ClusterRoleBinding")]),
        new("PersistentVolumeClaim", "", [.. Pods("volumes/persistentVolumeClaim/claimName")]),
        new("PersistentVolume", "", [new("spec/volumeName", Kind: "PersistentVolumeClaim"), new("rules/resourceNames", Kind: "ClusterRole")]),
        new("StorageClass", "storage.k8s.io", [
            new("spec/storageClassName", Kind: "PersistentVolume"), new("spec/storageClassName", Kind: "PersistentVolumeClaim"),
            new("spec/volumeClaimTemplates/spec/storageClassName", Kind: "StatefulSet")]),
        new("PriorityClass", "scheduling.k8s.io", [.. Pods("priorityClassName")]),
        new("IngressClass", "networking.k8s.io", [new("spec/ingressClassName", Kind: "Ingress")]),
    ];

    private static IEnumerable<FieldSpec> Pods(params string[] paths)
    {
        foreach (var kind in s_podKinds)
        {
            var template = KnownKinds.PodTemplate(kind)!;
            foreach (var path in paths)
            {
                yield return new FieldSpec(template.Length == 0 ? $"spec/{path}" : $"{template}/spec/{path}", Kind: kind);
            }
        }
    }

    private static IEnumerable<FieldSpec> Containers(params string[] paths) =>
        Pods([.. paths.Select(path => "containers/" + path), .. paths.Select(path => "initContainers/" + path)]);
}

using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Releases;

/// <summary>Rendered objects for tests, from text.</summary>
internal static class Samples
{
    public const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string Backend = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: backend, namespace: p25-stage}
        spec:
          replicas: 2
          selector: {matchLabels: {app: backend}}
          template:
            metadata: {labels: {app: backend}}
            spec:
              containers:
              - name: backend
                image: backend
                env: [{name: LEVEL, valueFrom: {configMapKeyRef: {name: backend, key: level}}}]
                envFrom: [{secretRef: {name: keys}}]
              volumes: [{name: files, projected: {sources: [{configMap: {name: files}}]}}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: backend, namespace: p25-stage}
        data: {level: debug}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: files, namespace: p25-stage}
        data: {a: "1"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: unrelated, namespace: p25-stage}
        data: {a: "1"}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: keys, namespace: p25-stage}
        stringData: {key: one}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: backend, namespace: p25-stage}
        spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}, maxReplicas: 5}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: backend, namespace: p25-stage}
        spec: {selector: {app: backend}, ports: [{port: 80}]}

        """;

    public static IReadOnlyList<ManifestObject> Render(string text)
    {
        var files = new Dictionary<string, string> { ["kustomization.yaml"] = "resources: [all.yaml]\n", ["all.yaml"] = text };
        var outcome = Kustomization.Render(new MemoryFileTree(files), ".");
        Assert.Empty(outcome.Errors);
        return outcome.Objects;
    }
}

namespace Sluice.Model.Tests.Files;

/// <summary>A right file for tests to start from.</summary>
internal static class SamplePipeline
{
    public const string Text = """
        application: pcbench
        registry: sandbox
        services:
          backend:
            project: samples/pcbench/backend
            port: 8080
            dependsOn: [ml-service]
          ml-service:
            project: samples/pcbench/ml-service
            port: 8081
          frontend:
            project: samples/pcbench/frontend
            port: 8082
            dependsOn: [backend]
        environments:
          stage:
            cluster: sandbox
            namespace: p25-stage
            overlay: k8s/overlays/stage
          prod:
            cluster: {context: prod}
            namespace: p25-prod
            overlay: k8s/overlays/prod
            strategy: rolling
            readyDeadline: 1m30s

        """;
}

using Sluice.Model;
using Sluice.Model.Files;

namespace Sluice.Nuke.Tests.Releases;

/// <summary>Stage, beta and prod as the sample has them.</summary>
internal static class ReleasePipeline
{
    public static Pipeline Load(string beta = "v[0-9]+.[0-9]+.[0-9]+-beta[0-9]+", string? branch = null)
    {
        var load = PipelineFile.Parse(
            $$"""
            application: pcbench
            registry: sandbox
            services:
              backend: {project: backend, port: 8080}
              frontend: {project: frontend, port: 8080}
            environments:
              stage: {cluster: sandbox, namespace: p25-stage, overlay: k8s/stage, triggers: [{branch: main}]}
              beta: {cluster: sandbox, namespace: p25-beta, overlay: k8s/beta, triggers: [{tag: "{{beta}}"}]}
              prod: {cluster: sandbox, namespace: p25-prod, overlay: k8s/prod, triggers: [{tag: "v[0-9]+.[0-9]+.[0-9]+"{{(branch is null ? "" : $", onBranch: {branch}")}}}]}

            """,
            "sluice.yaml");
        return load.Pipeline ?? throw new FormatException(string.Join('\n', load.Errors));
    }

    public static EnvironmentDefinition Environment(this Pipeline pipeline, string name) => pipeline.Environments.Single(environment => environment.Name == name);
}

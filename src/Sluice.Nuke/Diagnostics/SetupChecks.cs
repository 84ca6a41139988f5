using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;
using Sluice.Model;
using Sluice.Model.Files;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Sandbox;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Diagnostics;

/// <summary>What the repository's own files and the clusters they name must offer.</summary>
internal static class SetupChecks
{
    public static IEnumerable<Finding> Pipeline(PipelineLoad load) => load.Pipeline is { } pipeline
        ?
        [
            Finding.Fine(load.File, $"{pipeline.Services.Count} services, {pipeline.Environments.Count} environment(s)"),
            .. load.Unavailable.SelectMany(environment => environment.Errors).Select(error => Finding.Notice(load.File, error.ToString(), "Only what that environment needs is not possible.")),
            .. pipeline.Registry.Missing.Select(error => Finding.Notice(load.File, error.ToString(), "Only what needs the registry is not possible.")),
        ]
        : load.Errors.Select(error => Finding.Problem(load.File, error.ToString(), "Correct the file.", ExitCodes.BadInput));

    public static IEnumerable<Finding> Manifests(string root, EnvironmentDefinition environment)
    {
        var rendered = Kustomization.Render(new DiskFileTree(root), environment.Overlay);
        return rendered.IsRendered
            ? [Finding.Fine(environment.Name, $"{environment.Overlay} renders {rendered.Objects.Count} objects")]
            : rendered.Errors.Select(error => Finding.Problem(environment.Name, error.ToString(), "Correct the manifest.", ExitCodes.BadInput));
    }

    public static Finding Sandbox(SandboxManager sandbox) => sandbox.Current is { } running
        ? Finding.Fine("Sandbox", $"runs (process {running.Pid}): API {running.ApiUrl}, registry {running.Registry}")
        : Finding.Fine("Sandbox", "does not run; targets that need it start it");

    /// <summary>Whether the environment's cluster answers. The sandbox is not started for the question.</summary>
    public static async Task<Finding> ClusterAsync(SluiceSession session, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        try
        {
            using var cluster = await EnvironmentCluster.LookAsync(session, environment, cancellationToken);
            return Finding.Fine(environment.Name, (cluster, environment.Cluster.Context) switch
            {
                (null, _) => "its cluster is the sandbox",
                (_, { } context) => $"the cluster of context {context} answers",
                _ => "the sandbox's API answers",
            });
        }
        catch (BuildFailedException failure)
        {
            return Finding.Problem(environment.Name, failure.Message, environment.Cluster.IsSandbox ? "Type: ./build.sh SandboxReset" : "Check the kubeconfig.", failure.ExitCode);
        }
    }
}

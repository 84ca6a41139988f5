using Sluice.Manifests;
using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;
using Sluice.Manifests.Releases;
using Sluice.Model;
using Sluice.Model.Files;
using Sluice.Nuke.Sandbox;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Diagnostics;

/// <summary>What the repository's own files must offer.</summary>
internal static class SetupChecks
{
    public static IReadOnlyList<Finding> Pipeline(PipelineLoad load) => load.Pipeline is { } pipeline
        ?
        [
            Finding.Fine(load.File, $"{pipeline.Services.Count} services, {pipeline.Environments.Count} environment(s)"),
            .. load.Unavailable.SelectMany(environment => environment.Errors).Select(error => Finding.Notice(load.File, error.ToString(), "Only what that environment needs is not possible.")),
            .. pipeline.Registry.Missing.Select(error => Finding.Notice(load.File, error.ToString(), "Only what needs the registry is not possible.")),
        ]
        : [.. load.Errors.Select(error => Finding.Problem(load.File, error.ToString(), "Correct the file.", ExitCodes.BadInput))];

    /// <summary>The objects of an environment; none where its manifests are wrong.</summary>
    public static IReadOnlyList<ManifestObject> Render(string root, EnvironmentDefinition environment)
    {
        var rendered = Kustomization.Render(new DiskFileTree(root), environment.Overlay);
        return rendered.IsRendered ? rendered.Objects : [];
    }

    /// <param name="root">The repository.</param>
    /// <param name="environment">Whose manifests.</param>
    /// <param name="variable">The value of a variable of this process.</param>
    public static IReadOnlyList<Finding> Manifests(string root, EnvironmentDefinition environment, Func<string, string?> variable)
    {
        var rendered = Kustomization.Render(new DiskFileTree(root), environment.Overlay);
        if (!rendered.IsRendered)
        {
            return [.. rendered.Errors.Select(error => Finding.Problem(environment.Name, error.ToString(), "Correct the manifest.", ExitCodes.BadInput))];
        }

        // The sandbox makes values up.
        var unset = environment.Cluster.IsSandbox ? [] : SecretValues.Fill(rendered.Objects, variable).Findings;
        return
        [
            Finding.Fine(environment.Name, $"{environment.Overlay} renders {rendered.Objects.Count} objects"),
            .. unset.Select(finding => Finding.Notice(environment.Name, finding.ToString(), "Nobody can deploy there from here until then.")),
        ];
    }

    public static Finding Sandbox(SandboxManager sandbox) => sandbox.Current is { } running
        ? Finding.Fine("Sandbox", $"runs (process {running.Pid}): API {running.ApiUrl}, registry {running.Registry}")
        : Finding.Fine("Sandbox", "does not run; targets that need it start it");
}

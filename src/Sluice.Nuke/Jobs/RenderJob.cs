using Serilog;
using Sluice.Manifests.Checks;
using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;
using Sluice.Manifests.Releases;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Renders an environment's overlay and binds it to the images of a release.</summary>
internal static class RenderJob
{
    /// <exception cref="BuildFailedException">The manifests are wrong; the message names everything that is.</exception>
    public static ReleaseOutcome Render(SluiceSession session, EnvironmentDefinition environment, IReadOnlyList<ReleaseImage> images)
    {
        var rendered = Kustomization.Render(new DiskFileTree(session.Root), environment.Overlay);
        if (!rendered.IsRendered)
        {
            throw Refuse(environment, rendered.Errors);
        }

        var findings = ManifestChecks.Run(rendered.Objects, environment.Namespace);
        foreach (var warning in findings.Where(finding => finding.Severity == FindingSeverity.Warning))
        {
            Log.Warning("{Finding:l}", warning.ToString());
        }

        var release = ReleaseRendering.Apply(
            rendered.Objects,
            [.. session.Pipeline.Services.Select(service => service.Name)],
            images.ToDictionary(image => image.Service, image => image.Reference));
        ManifestFinding[] errors = [.. findings.Where(finding => finding.Severity == FindingSeverity.Error), .. release.Findings];
        if (errors.Length > 0)
        {
            throw Refuse(environment, errors);
        }

        // A service that nothing runs would be waited for by nobody, and count as deployed.
        var absent = images.Select(image => image.Service).Except(release.Revisions.Select(revision => revision.Service)).ToList();
        return absent.Count == 0
            ? release
            : throw Refuse(environment, absent.Select(service => $"no workload runs the service '{service}'. Add one whose container has 'image: {service}', or take the service out of sluice.yaml."));
    }

    private static BuildFailedException Refuse(EnvironmentDefinition environment, IEnumerable<object> errors) => new(
        ExitCodes.BadInput,
        $"The manifests of {environment.Name} ({environment.Overlay}) are wrong. Nothing was changed.\n{string.Join('\n', errors.Select(error => $"  {error}"))}");
}

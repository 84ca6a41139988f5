using Serilog;
using Sluice.Manifests.Checks;
using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;
using Sluice.Manifests.Releases;
using Sluice.Model;
using Sluice.Model.Policies;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Sandbox;
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

        // Before anything is said about the objects.
        var secrets = SecretValues.Fill(rendered.Objects, Lookup(session, environment));
        foreach (var value in secrets.IsFilled ? SecretContents.Of(secrets.Objects) : SecretContents.Of(rendered.Objects).Where(IsNoPlaceholder))
        {
            session.Redactor.Add(value);
        }

        IReadOnlyList<ManifestFinding> findings = [.. ManifestChecks.Run(rendered.Objects, environment.Namespace), .. PodSecurity.Check(rendered.Objects, Profile(environment.Policy.PodSecurity))];
        foreach (var warning in findings.Where(finding => finding.Severity == FindingSeverity.Warning))
        {
            Log.Warning("{Finding:l}", warning.ToString());
        }

        var release = ReleaseRendering.Apply(
            secrets.IsFilled ? secrets.Objects : rendered.Objects, // so that every error is found at once
            [.. session.Pipeline.Services.Select(service => service.Name)],
            images.ToDictionary(image => image.Service, image => image.Reference));
        ManifestFinding[] errors = [.. findings.Where(finding => finding.Severity == FindingSeverity.Error), .. secrets.Findings, .. release.Findings];
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

    private static PodSecurityProfile Profile(PodSecurityLevel level) => level switch
    {
        PodSecurityLevel.Privileged => PodSecurityProfile.Privileged,
        PodSecurityLevel.Restricted => PodSecurityProfile.Restricted,
        _ => PodSecurityProfile.Baseline,
    };

    /// <summary>Values of Secrets come from named variables; the sandbox, which nobody else sees, gets made-up ones for those that are absent.</summary>
    private static Func<string, string?> Lookup(SluiceSession session, EnvironmentDefinition environment)
    {
        var generated = new SandboxSecrets(session.Sandbox.Home);
        return name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : environment.Cluster.IsSandbox ? generated.Generate(name) : null;
    }

    // The names of variables that are not set must be readable.
    private static bool IsNoPlaceholder(string value) => !value.Contains("${", StringComparison.Ordinal);

    private static BuildFailedException Refuse(EnvironmentDefinition environment, IEnumerable<object> errors) => new(
        ExitCodes.BadInput,
        $"The manifests of {environment.Name} ({environment.Overlay}) are wrong. Nothing was changed.\n{string.Join('\n', errors.Select(error => $"  {error}"))}");
}

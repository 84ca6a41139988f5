using Sluice.Model;
using Sluice.Model.Files;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Nuke.Jobs;
using Sluice.Reports;

namespace Sluice.Nuke.Diagnostics;

/// <summary>Everything that <c>Doctor</c> asks about, in the order in which it is told.</summary>
internal static class DoctorChecks
{
    public static IReadOnlyList<Check> Of(SluiceSession session, PipelineLoad load)
    {
        var root = session.Root;
        return
        [
            Check.Program("SDK", "dotnet --version", token => MachineChecks.SdkAsync(root, token)),
            Check.Local("Packages", () => MachineChecks.Packages(root)),
            Check.Local("Disk", () => MachineChecks.Disk(new DriveInfo(root).AvailableFreeSpace)),
            Check.Local("Loopback", PortChecks.Loopback),
            Check.Program("git", "git status", token => MachineChecks.GitAsync(root, token)),
            Check.Program("kubectl", "kubectl version --client", token => MachineChecks.KubectlAsync(root, token)),
            Check.Local("Sandbox", () => SetupChecks.Sandbox(session.Sandbox)),
            new(load.File, _ => Task.FromResult(SetupChecks.Pipeline(load)), $"Look at {load.File}."),
            .. load.Pipeline is { } pipeline ? Of(session, pipeline) : [],
        ];
    }

    private static IEnumerable<Check> Of(SluiceSession session, Pipeline pipeline)
    {
        if (pipeline.Environments.Any(environment => environment.Cluster.IsSandbox))
        {
            yield return Check.Local("Ports", () => PortChecks.Low(pipeline.Environments
                .Where(environment => environment.Cluster.IsSandbox)
                .SelectMany(environment => SetupChecks.Render(session.Root, environment))));
        }

        foreach (var environment in pipeline.Environments)
        {
            yield return new Check(
                environment.Name,
                _ => Task.FromResult(SetupChecks.Manifests(session.Root, environment, Environment.GetEnvironmentVariable)),
                $"Look at {environment.Overlay}: it takes too long to render.");
            yield return new Check(
                environment.Name,
                token => ClusterAsync(session, environment, token),
                $"Find out what keeps the cluster ({environment.Cluster}) from answering: kubectl version. A credential plugin of the kubeconfig may wait for a person.");
            yield return new Check(
                environment.Name,
                token => DriftAsync(session, environment, token),
                $"Find out what keeps the cluster ({environment.Cluster}) from answering: kubectl version.");
        }

        yield return new Check("Registry", token => RegistryAsync(session, pipeline, token), "Find out what keeps the registry from answering; a proxy or firewall may swallow requests.");
    }

    private static async Task<IReadOnlyList<Finding>> ClusterAsync(SluiceSession session, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        var sandbox = environment.Cluster.IsSandbox ? session.Sandbox.Current : null;
        if (environment.Cluster.IsSandbox && sandbox is null)
        {
            // It is not started for the question.
            return [Finding.Fine(environment.Name, "its cluster is the sandbox")];
        }

        var checks = new ClusterChecks(environment, SetupChecks.Render(session.Root, environment), session.Clock);
        return await checks.LookAsync(EnvironmentCluster.RequestFor(session.Root, environment.Cluster, sandbox) with { OnSecret = session.Redactor.Add }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What is live and not what the ledger says. A cluster that cannot be asked is another check's finding.</summary>
    private static async Task<IReadOnlyList<Finding>> DriftAsync(SluiceSession session, EnvironmentDefinition environment, CancellationToken cancellationToken)
    {
        try
        {
            using var cluster = await EnvironmentCluster.LookAsync(session, environment, cancellationToken).ConfigureAwait(false);
            return cluster is null ? [] :
            [
                .. (await StatusJob.DriftAsync(session, cluster, environment, cancellationToken).ConfigureAwait(false))
                    .Select(drifted => DriftLines.Describe(drifted, environment.Name))
                    .Select(line => Finding.Notice(environment.Name, line.What, line.Advice)),
            ];
        }
        catch (BuildFailedException)
        {
            return [];
        }
    }

    private static string? LoginAdvice(RegistryDefinition registry) => (registry.Password ?? registry.Token) is { } named
        ? $"Set {named.Variable}: {named.Key} in {named.File} names it."
        : null;

    private static async Task<IReadOnlyList<Finding>> RegistryAsync(SluiceSession session, Pipeline pipeline, CancellationToken cancellationToken)
    {
        var address = pipeline.Registry.IsSandbox
            ? session.Sandbox.Current is { } running ? $"{running.Registry}/{pipeline.Application}" : null
            : pipeline.Registry.Address;
        return (address, pipeline.Registry.IsSandbox) switch
        {
            (null, true) => [Finding.Fine("Registry", "it is the sandbox's")],
            // Its variables are not set, which the pipeline file's own findings say.
            (null, false) => [],
            _ => await new RegistryChecks(RegistryAccess.Of(pipeline.Registry, session.Redactor), session.Clock, LoginAdvice(pipeline.Registry)).LookAsync(address, pipeline.Services[0].Name, cancellationToken).ConfigureAwait(false),
        };
    }
}

using Serilog;
using Sluice.Manifests.Releases;
using Sluice.Model;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Reports;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>Brings the images of this run into an environment.</summary>
internal static class DeployJob
{
    /// <param name="session">The run.</param>
    /// <param name="environmentName">Where to.</param>
    /// <param name="target">The target that was asked for, for "the next command".</param>
    /// <param name="cancellationToken">Ends the deploy in good order.</param>
    /// <exception cref="BuildFailedException">The environment does not serve the release; the message says why and what to do.</exception>
    public static async Task RunAsync(SluiceSession session, string environmentName, string target, CancellationToken cancellationToken)
    {
        var environment = session.Environment(environmentName);
        DeployRefusals.Check(session.Pipeline, environment);
        var images = await EvidenceJob.RequireAsync(session, cancellationToken);
        var rendered = RenderJob.Render(session, environment, images);

        using var cluster = await EnvironmentCluster.OpenAsync(session, environment, cancellationToken);
        var deploy = new RollingDeploy(cluster.PortsFor(new TerminalDeployView(Log.Logger)), session.Clock);
        var outcome = await deploy.RunAsync(await RequestAsync(session, environment, images, rendered, cancellationToken), cancellationToken);

        var summary = string.Join('\n', DeploySummary.Describe(outcome, environment.Name, target));
        if (ExitCodes.Of(outcome) is var exitCode && exitCode != ExitCodes.Done)
        {
            throw new BuildFailedException(exitCode, summary);
        }

        foreach (var line in summary.Split('\n'))
        {
            Log.Information("{Line:l}", line);
        }
    }

    private static async Task<DeployRequest> RequestAsync(
        SluiceSession session,
        EnvironmentDefinition environment,
        IReadOnlyList<ReleaseImage> images,
        ReleaseOutcome rendered,
        CancellationToken cancellationToken)
    {
        var git = await GitInfo.ReadAsync(session.Root, cancellationToken);
        return new DeployRequest
        {
            Release = new Release(git.Version, git.Commit ?? "", git.Author, images, rendered.RenderedHash),
            Namespace = environment.Namespace,
            Objects = rendered.Objects,
            Services = [.. ServiceOrder.Levels(session.Pipeline).SelectMany((level, number) => level.Select(service => new ServiceTarget(service.Name, number, service.SmokePath)))],
            ReadyDeadline = environment.ReadyDeadline,
        };
    }
}

using System.Globalization;
using Sluice.Metrics.Judging;
using Sluice.Model;
using Sluice.Model.Environments;
using Sluice.Nuke.Failures;
using Sluice.Nuke.Hosting;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Jobs;

/// <summary>Says before a rollout whether its gates can decide at the traffic there is.</summary>
internal static class ForecastJob
{
    private const double Most = 1_000_000;

    /// <summary>The traffic that somebody typed.</summary>
    /// <exception cref="BuildFailedException">It is no number of requests.</exception>
    public static double? Read(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= Most ? number
        : throw new BuildFailedException(ExitCodes.BadInput, $"--requests-per-second: '{text}' is no number of requests. Allowed: 0 to 1000000, such as 20 or 0.5. Type: ./build.sh Plan --requests-per-second 20");

    /// <summary>A line for each service that is judged, and one for each step that will not be decided.</summary>
    /// <param name="session">The run.</param>
    /// <param name="cluster">Where it serves; asked once for each service, and not for long.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="services">The services and their pods.</param>
    /// <param name="typed">The traffic that somebody typed, if anybody did.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<GateOutlook>> OfAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, IReadOnlyList<(string Service, int Replicas)> services, double? typed, CancellationToken cancellationToken)
    {
        using var sources = GateAccess.Of(session, cluster.PodHttp);
        var survey = new TrafficSurvey(cluster.Pods, sources, session.Clock);
        var found = await Task.WhenAll(services.Select(async one =>
        {
            var placement = environment.Service(one.Service);
            var (traffic, problem) = await survey.AskAsync(placement, cancellationToken);
            return Of(placement, one.Replicas, traffic, problem, typed, environment.Name);
        }));
        return [.. found.SelectMany(lines => lines)];
    }

    /// <summary>Says it of a rollout that is about to begin.</summary>
    public static async Task TellAsync(
        SluiceSession session, EnvironmentCluster cluster, EnvironmentDefinition environment, IReadOnlyList<Lane> lanes, IDeployObserver observer, CancellationToken cancellationToken)
    {
        foreach (var outlook in await OfAsync(session, cluster, environment, [.. lanes.Select(lane => (lane.Service, lane.Candidate.Replicas))], null, cancellationToken))
        {
            observer.On(new DeployEvent.Notice(outlook.Text));
        }
    }

    /// <summary>The lines of one service, once it was asked.</summary>
    internal static IReadOnlyList<GateOutlook> Of(ServicePlacement placement, int replicas, ServedTraffic? measured, string? problem, double? typed, string environment)
    {
        var traffic = typed is { } said ? new ServedTraffic(said, "(as --requests-per-second says)") { Past = measured?.Past }
            : measured is null && problem is not null && placement.Load is { } load ? new ServedTraffic(load.RequestsPerSecond, "(as load in sluice.yaml says)")
            : measured;
        return traffic is not null ? GateForecast.Of(placement, Math.Max(1, replicas), traffic)
            : problem is null ? []
            : [new GateOutlook($"{placement.Service}: its traffic is not known, so neither is whether its gate will decide in time: {problem.TrimEnd('.')}. Type: ./build.sh Plan --environment {environment} --requests-per-second N")];
    }
}

using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>Traffic, to see what a deploy does to users.</summary>
public interface ILoad : IHazEnvironment, IHazJson
{
    [Parameter("Services that Load sends requests to. Default: all of them.")]
    string[] Service => TryGetValue(() => Service);

    [Parameter("Requests per second that Load sends to each service. Default: load.requestsPerSecond of sluice.yaml, else 50.")]
    string Rate => TryGetValue(() => Rate);

    [Parameter("Part of Load's requests that reuse a connection: 0% to 100%. Default: load.keepAlive of sluice.yaml, else 50%.")]
    string KeepAlive => TryGetValue(() => KeepAlive);

    [Parameter("How long Load sends requests: 30s, 10m. Default: 30s.")]
    string Duration => TryGetValue(() => Duration);

    [Parameter("What Load asks the services for. Default: load.path of sluice.yaml, else the service's smoke path, which is /healthz where no smoke probe is named.")]
    string RequestPath => TryGetValue(() => RequestPath);

    [Parameter("Address that Load sends its requests to instead of the Service's, for clusters whose Services are not reachable from here: https://stage.example.com.")]
    string Url => TryGetValue(() => Url);

    [Parameter("Response header by which Load tells revisions apart. Default: X-Revision.")]
    string RevisionHeader => TryGetValue(() => RevisionHeader);

    [Parameter("How many of Load's requests may fail without it ending in exit code 3. Default: 0.")]
    string MaxFailed => TryGetValue(() => MaxFailed);

    [TargetHelp(TargetGroups.Operate, Parameters = [nameof(Environment), nameof(Service), nameof(Rate), nameof(KeepAlive), nameof(Duration), nameof(RequestPath), nameof(Url), nameof(RevisionHeader), nameof(MaxFailed), nameof(Json)])]
    Target Load => _ => _
        .Description("Sends requests to an environment's services at a steady rate, counts every one that fails and measures the others.")
        .Executes(() => Session.RunAsync(cancellationToken => LoadJob.RunAsync(
            Session,
            new LoadWish(Environment, Service ?? [], Rate, KeepAlive, Duration, RequestPath, Url, RevisionHeader, MaxFailed),
            Json,
            cancellationToken)));
}

using Nuke.Common;
using Sluice.Nuke.Help;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Components;

/// <summary>Traffic, to see what a deploy does to users.</summary>
public interface ILoad : IHazEnvironment, IHazTraffic, IHazJson
{
    [Parameter("Part of Load's requests that reuse a connection: 0% to 100%. Default: load.keepAlive of sluice.yaml, else 50%.")]
    string KeepAlive => TryGetValue(() => KeepAlive);

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

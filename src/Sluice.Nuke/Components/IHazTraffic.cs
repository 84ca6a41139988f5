using Nuke.Common;

namespace Sluice.Nuke.Components;

/// <summary>Targets that send traffic to services or look at it.</summary>
public interface IHazTraffic : IHazSluice
{
    [Parameter("Services that Load sends requests to, AaCheck watches, or Replay takes from Prometheus. Default: all of them.")]
    string[] Service => TryGetValue(() => Service);

    [Parameter("Requests per second that Load, and AaCheck in the sandbox, sends to each service. Default: load.requestsPerSecond of sluice.yaml, else 50.")]
    string Rate => TryGetValue(() => Rate);

    [Parameter("How long Load sends requests, or AaCheck watches: 30s, 10m. Default: 30s for Load, 5m for AaCheck.")]
    string Duration => TryGetValue(() => Duration);

    [Parameter("What Load, and AaCheck in the sandbox, asks the services for. Default: load.path of sluice.yaml, else the service's smoke path, which is /healthz where no smoke probe is named.")]
    string RequestPath => TryGetValue(() => RequestPath);
}

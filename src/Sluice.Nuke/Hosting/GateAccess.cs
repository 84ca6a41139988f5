using Sluice.Metrics.Judging;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting;

/// <summary>Opens the sources that gates ask.</summary>
internal static class GateAccess
{
    /// <param name="session">The run.</param>
    /// <param name="http">Reaches pods.</param>
    public static GateSources Of(SluiceSession session, IPodHttp http) => new(
        http,
        service => session.Pipeline.Services.Single(one => one.Name == service).Port,
        source => PrometheusAccess.Open(session, null, source) is var (server, errors) && server is not null
            ? server
            : new UnusableSource(new MetricsProblem(string.Join(' ', errors), IsInput: true)),
        session.Clock);
}

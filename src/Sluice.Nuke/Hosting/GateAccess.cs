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
        source => PrometheusAccess.Open(session, null, source) is ({ } server, _) ? server : new AbsentSource(string.Join(' ', PrometheusAccess.Open(session, null, source).Errors)),
        session.Clock);

    /// <summary>A source that is named wrongly: its gate is told so, and passes nothing.</summary>
    private sealed class AbsentSource(string why) : IMetricsSource
    {
        public Task<MetricsResult> ReadAsync(MetricsQuestion question, CancellationToken cancellationToken) => Task.FromResult(MetricsResult.Failed(new MetricsProblem(why, IsInput: true)));
    }
}

using System.Collections.Concurrent;
using Sluice.Metrics.Scraping;
using Sluice.Model.Gates;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Judging;

/// <summary>The pods themselves, and servers that remember what pods exposed; each server is opened once and closed with this.</summary>
/// <param name="http">Reaches the pods.</param>
/// <param name="port">The port of a service, for scraping where its source names none.</param>
/// <param name="server">Opens a server; what cannot be opened is an <see cref="UnusableSource"/>.</param>
/// <param name="time">Clock for the samples.</param>
public sealed class GateSources(IPodHttp http, Func<string, int> port, Func<PrometheusSource, IMetricsSource> server, TimeProvider time) : IGateSources, IDisposable
{
    private readonly ConcurrentDictionary<PrometheusSource, Lazy<IMetricsSource>> _servers = new();

    public IMetricsSource Open(string service, MetricsSource source) => source switch
    {
        ScrapeSource scrape => new PodScrape(http, scrape.Port ?? port(service), scrape.Path, time),
        PrometheusSource prometheus => _servers.GetOrAdd(prometheus, one => new Lazy<IMetricsSource>(() => server(one))).Value,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "Unknown source."),
    };

    public void Dispose()
    {
        foreach (var one in _servers.Values.Where(one => one.IsValueCreated))
        {
            (one.Value as IDisposable)?.Dispose();
        }
    }
}

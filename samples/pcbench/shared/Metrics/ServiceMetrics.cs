using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace PcBench.ServiceDefaults.Metrics;

/// <summary>What this process has answered since its start. Recording does not allocate after a series' first request.</summary>
public sealed class ServiceMetrics(ServiceIdentity identity, TimeProvider clock)
{
    private readonly ConcurrentDictionary<SeriesKey, RequestSeries> _series = new();
    private readonly DateTimeOffset _started = clock.GetUtcNow();

    /// <param name="method">Methods that HTTP does not define share one label, so that a client cannot make series without end.</param>
    /// <param name="route">The route's pattern, never the path that was asked for, for the same reason.</param>
    /// <param name="code">The status code that was answered.</param>
    /// <param name="duration">From the first byte read to the last written.</param>
    public void Record(string method, string route, int code, TimeSpan duration) =>
        _series.GetOrAdd(new SeriesKey(KnownMethod(method), route, code), static _ => new RequestSeries()).Observe(duration);

    /// <summary>Everything in Prometheus' text format, version 0.0.4.</summary>
    public string Expose()
    {
        var text = new ExpositionText();
        text.Family("build_info", "gauge", "What is running; always 1.");
        text.Sample("build_info", $"service={ExpositionText.Quote(identity.Service)},revision={ExpositionText.Quote(identity.Revision)}", 1);
        text.Family("process_start_time_seconds", "gauge", "Start of the process, in seconds since the Unix epoch.");
        text.Sample("process_start_time_seconds", "", _started.ToUnixTimeMilliseconds() / 1000.0);

        var series = _series
            .Select(pair => (Labels: pair.Key.Labels(), Counts: pair.Value.Cumulative(), pair.Value.Sum))
            .OrderBy(one => one.Labels, StringComparer.Ordinal)
            .ToList();
        text.Family("http_requests_total", "counter", "Requests answered, by method, route and status code.");
        foreach (var (labels, counts, _) in series)
        {
            text.Sample("http_requests_total", labels, counts[^1]);
        }

        text.Family("http_request_duration_seconds", "histogram", "Time to answer a request, by method, route and status code.");
        foreach (var (labels, counts, sum) in series)
        {
            text.Histogram("http_request_duration_seconds", labels, LatencyBuckets.Bounds, counts, sum.TotalSeconds);
        }

        return text.ToString();
    }

    private static string KnownMethod(string method) =>
        HttpMethods.IsGet(method) ? HttpMethods.Get
        : HttpMethods.IsPost(method) ? HttpMethods.Post
        : HttpMethods.IsHead(method) ? HttpMethods.Head
        : HttpMethods.IsPut(method) ? HttpMethods.Put
        : HttpMethods.IsDelete(method) ? HttpMethods.Delete
        : HttpMethods.IsPatch(method) ? HttpMethods.Patch
        : HttpMethods.IsOptions(method) ? HttpMethods.Options
        : "OTHER";

    private readonly record struct SeriesKey(string Method, string Route, int Code)
    {
        public string Labels() =>
            $"method={ExpositionText.Quote(Method)},route={ExpositionText.Quote(Route)},code=\"{Code}\"";
    }
}

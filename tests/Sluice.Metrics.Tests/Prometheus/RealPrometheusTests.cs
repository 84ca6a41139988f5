using Microsoft.AspNetCore.Http;
using Sluice.Metrics.Counting;
using Sluice.Metrics.Prometheus;
using Sluice.Model.Gates;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Tests.Prometheus;

/// <summary>What the adapter assumes of a Prometheus server, asked of one.</summary>
public sealed class RealPrometheusTests
{
    private static readonly ErrorMetric s_errors = new("http_requests_total");
    private static readonly LatencyMetric s_latency = new("http_request_duration_seconds");

    [RealPrometheusFact]
    public async Task ReadAsync_CountersThatRiseAppearAndBeginAgain_AreCountedLiveAndAfterwards()
    {
        var exposed = Exposed((200, 1000), (500, 7));
        await using var target = await FakePrometheus.StartAsync(http => http.Response.WriteAsync(exposed));
        await using var prometheus = await RealPrometheus.StartAsync(target.Address, "shop", "web-1");
        using var source = Source(prometheus);
        var from = TimeProvider.System.GetUtcNow();
        var counter = new TrafficCounter(s_errors, s_latency, from, TimeSpan.Zero);
        var question = new MetricsQuestion("shop", ["web-1"], counter.Names);
        var (sum, last) = (new PodTraffic("web-1"), from);

        // What it counted before is the reference; then it rises, has a series that it had not, and begins again from nothing.
        await UntilAsync(() => last > from);
        Assert.Equal((0, 0, 0), (sum.Requests, sum.Bad, sum.Resets));
        exposed = Exposed((200, 1050), (500, 7));
        await UntilAsync(() => sum.Requests >= 50);
        exposed = Exposed((200, 1050), (500, 7), (503, 3));
        await UntilAsync(() => sum.Requests >= 53);
        exposed = Exposed((200, 10));
        await UntilAsync(() => sum.Requests >= 63);

        Assert.Equal((63, 3), (sum.Requests, sum.Bad));
        Assert.Equal(2, sum.Resets); // the counter and the histogram
        Assert.Equal(63, sum.Latency!.Requests);
        Assert.Equal([0.1], sum.Latency.Bounds.ToArray());

        var again = new TrafficCounter(s_errors, s_latency, from, TimeSpan.Zero);
        var (recording, problem) = await PrometheusHistory.ReadAsync(
            source, question with { Pods = [], PodPattern = "web-.*" }, again, from, last, TimeSpan.FromSeconds(1), default);

        Assert.Null(problem);
        var remembered = recording!.Rows.SelectMany(row => row.Traffic).ToList();
        Assert.Equal((63, 3, 2), (remembered.Sum(row => row.Requests), remembered.Sum(row => row.Bad), remembered.Sum(row => row.Resets)));

        async Task UntilAsync(Func<bool> isReached)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (!isReached())
            {
                var answer = await source.ReadAsync(question, limit.Token);
                Assert.Null(answer.Problem);
                Assert.False(answer.Reading!.IsPartial);
                foreach (var traffic in counter.Observe(answer.Reading, new Dictionary<string, DateTimeOffset>())!)
                {
                    sum = sum with
                    {
                        Requests = sum.Requests + traffic.Requests,
                        Bad = sum.Bad + traffic.Bad,
                        Resets = sum.Resets + traffic.Resets,
                        Latency = traffic.Latency is not { } latency ? sum.Latency : sum.Latency is { } before ? before + latency : latency,
                    };
                }

                last = answer.Reading.Series.SelectMany(series => series.Samples).Select(sample => sample.Time).DefaultIfEmpty(last).Max();
                await Task.Delay(50, limit.Token);
            }
        }
    }

    [RealPrometheusFact]
    public async Task AskAsync_QueriesRightAndWrong_GiveNumbersNothingOrTheServersReason()
    {
        await using var target = await FakePrometheus.StartAsync(http => http.Response.WriteAsync(Exposed((200, 1))));
        await using var prometheus = await RealPrometheus.StartAsync(target.Address, "shop", "web-1");
        using var source = Source(prometheus);

        Assert.Equal([2], (await source.AskAsync("1 + 1", default)).Values);
        Assert.Equal([double.NaN], (await source.AskAsync("vector(0) / vector(0)", default)).Values);
        Assert.Empty((await source.AskAsync("absent_metric_total", default)).Values);
        var refused = (await source.AskAsync("sum(", default)).Problem!;
        Assert.True(refused.IsInput);
        Assert.Contains("parse error", refused.What, StringComparison.Ordinal);
    }

    private static PrometheusServer Source(RealPrometheus server) => new(new PrometheusOptions(server.Address), TimeProvider.System);

    /// <summary>What a pod says: requests by status, and all of them with their durations.</summary>
    private static string Exposed(params (int Code, int Requests)[] codes)
    {
        var all = codes.Sum(code => code.Requests);
        return $"""
            # TYPE http_requests_total counter
            {string.Join('\n', codes.Select(code => $$"""http_requests_total{code="{{code.Code}}"} {{code.Requests}}"""))}
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{"{le=\"0.1\"}"} {all - 1}
            http_request_duration_seconds_bucket{"{le=\"+Inf\"}"} {all}
            http_request_duration_seconds_sum {all * 0.05:0.0}
            http_request_duration_seconds_count {all}

            """.ReplaceLineEndings("\n");
    }
}

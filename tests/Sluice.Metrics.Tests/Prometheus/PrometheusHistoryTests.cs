using Sluice.Metrics.Counting;
using Sluice.Metrics.Prometheus;
using Sluice.Model.Gates;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Tests.Prometheus;

public sealed class PrometheusHistoryTests
{
    private static readonly DateTimeOffset s_from = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public async Task ReadAsync_Window_CountsEveryScrapeOnceAndNothingFromBefore()
    {
        var memory = new Memory();
        var (recording, problem) = await ReadAsync(memory);

        Assert.Null(problem);
        Assert.Equal(100, recording!.Rows.Count);
        Assert.Equal(1500, recording.Rows[^1].Seconds);
        Assert.Equal(1500, recording.Rows.Sum(row => row.Traffic.Sum(traffic => traffic.Requests)));
        Assert.All(recording.Rows, row => Assert.Equal(15, Assert.Single(row.Traffic).Requests));
        Assert.Equal([s_from, s_from.AddMinutes(10), s_from.AddMinutes(20), s_from.AddMinutes(25)], memory.Asked.Select(question => question.At!.Value));
    }

    [Fact]
    public async Task ReadAsync_ServerThatDoesNotAnswer_IsAProblem()
    {
        var (recording, problem) = await ReadAsync(new Memory { Problem = new MetricsProblem("gone") });

        Assert.Null(recording);
        Assert.Equal("gone", problem!.What);
    }

    private static Task<(Sluice.Metrics.Replays.PodRecording?, MetricsProblem?)> ReadAsync(Memory memory) => PrometheusHistory.ReadAsync(
        memory,
        new MetricsQuestion("shop", [], ["http_requests_total"]) { PodPattern = "a.*" },
        new TrafficCounter(new ErrorMetric("http_requests_total"), null, s_from, TimeSpan.Zero),
        s_from,
        s_from.AddMinutes(25),
        TimeSpan.FromSeconds(15),
        default);

    /// <summary>A counter that rises by one a second, scraped every five.</summary>
    private sealed class Memory : IMetricsSource
    {
        public List<MetricsQuestion> Asked { get; } = [];

        public MetricsProblem? Problem { get; init; }

        public Task<MetricsResult> ReadAsync(MetricsQuestion question, CancellationToken cancellationToken)
        {
            Asked.Add(question);
            var begin = question.At!.Value - question.Window;
            var samples = Enumerable.Range(-200, 1000).Select(scrape => s_from.AddSeconds(scrape * 5)).Where(time => time >= begin && time <= question.At);
            var series = new RawSeries("a-1", "http_requests_total", new Dictionary<string, string> { ["code"] = "200" }, [.. samples.Select(time => new RawSample(time, (time - s_from).TotalSeconds + 5000))]);
            return Task.FromResult(Problem is null ? MetricsResult.Of(new MetricsReading([series], [])) : MetricsResult.Failed(Problem));
        }
    }
}

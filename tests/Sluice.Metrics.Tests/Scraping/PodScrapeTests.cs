using Sluice.Metrics.Scraping;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Tests.Scraping;

public sealed class PodScrapeTests
{
    private static readonly MetricsQuestion s_question = new("shop", ["a", "b"], ["http_requests_total", "d"]);

    [Fact]
    public async Task ReadAsync_TwoPods_GivesTheSeriesThatWereAskedFor()
    {
        var scrape = new PodScrape(new Pods(_ => new PodAnswer(200, "http_requests_total{code=\"200\"} 7\nd_bucket{le=\"+Inf\"} 7\nother 3\n", "")), 8080, "/metrics", TimeProvider.System);

        var reading = (await scrape.ReadAsync(s_question, default)).Reading!;

        Assert.Equal(["a http_requests_total", "a d_bucket", "b http_requests_total", "b d_bucket"], reading.Series.Select(series => $"{series.Pod} {series.Name}"));
        Assert.False(reading.IsPartial);
    }

    [Fact]
    public async Task ReadAsync_OnePodFails_TheOthersCountAndTheReadingIsPartial()
    {
        var scrape = new PodScrape(new Pods(pod => pod == "a" ? new PodAnswer(503, "", "no address yet") : new PodAnswer(200, "http_requests_total 7", "")), 8080, "/metrics", TimeProvider.System);

        var reading = (await scrape.ReadAsync(s_question, default)).Reading!;

        Assert.Equal("b", Assert.Single(reading.Series).Pod);
        Assert.Equal("a:8080/metrics: 503 no address yet.", Assert.Single(reading.Warnings));
        Assert.True(reading.IsPartial);
    }

    [Fact]
    public async Task ReadAsync_NoPodAnswersSense_IsAProblemWithTheLine()
    {
        var scrape = new PodScrape(new Pods(_ => new PodAnswer(200, "fine 1\n<html>", "")), 8080, "/metrics", TimeProvider.System);

        var problem = (await scrape.ReadAsync(s_question, default)).Problem!;

        Assert.Contains("a:8080/metrics: line 2: it does not begin with the name of a metric.", problem.What, StringComparison.Ordinal);
        Assert.Contains("source.scrape", problem.Next, StringComparison.Ordinal);
    }

    private sealed class Pods(Func<string, PodAnswer> answer) : IPodHttp
    {
        public Task<PodAnswer> GetAsync(PodAddress pod, string path, CancellationToken cancellationToken) => Task.FromResult(answer(pod.Pod));
    }
}

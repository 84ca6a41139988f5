using PcBench.ServiceDefaults;
using PcBench.ServiceDefaults.Metrics;

namespace Samples.PcBench.Tests;

public class MetricsTests
{
    [Fact]
    public void Bounds_EveryFactor_AtMostFiveQuarters()
    {
        var bounds = LatencyBuckets.Bounds;

        Assert.Equal(0.001, bounds[0]);
        Assert.Equal(30, bounds[^1]);
        Assert.All(bounds.Zip(bounds.Skip(1)), pair => Assert.InRange(pair.Second / pair.First, 1.2, 1.25));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.0001, 1)]
    [InlineData(30_000, 47)]
    [InlineData(30_001, 48)]
    public void IndexOf_Milliseconds_FirstBoundNotSmaller(double milliseconds, int index) =>
        Assert.Equal(index, LatencyBuckets.IndexOf(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void Expose_SeveralRequests_CountsByCodeAndBucketsAgree()
    {
        var metrics = new ServiceMetrics(new ServiceIdentity("backend", "r1"), TimeProvider.System);
        metrics.Record("GET", "/api/score", 200, TimeSpan.FromMilliseconds(2));
        metrics.Record("GET", "/api/score", 200, TimeSpan.FromMinutes(1));
        metrics.Record("GET", "/api/score", 502, TimeSpan.FromMilliseconds(0.5));

        var exposition = Exposition.Parse(metrics.Expose());

        const string Good = "method=\"GET\",route=\"/api/score\",code=\"200\"";
        Assert.Equal(2, exposition.Value("http_requests_total", Good));
        Assert.Equal(1, exposition.Value("http_requests_total", "method=\"GET\",route=\"/api/score\",code=\"502\""));
        Assert.Equal(2, exposition.Value("http_request_duration_seconds_count", Good));
        Assert.Equal(60.002, exposition.Value("http_request_duration_seconds_sum", Good), 6);
        Assert.Equal(0, exposition.Value("http_request_duration_seconds_bucket", $"{Good},le=\"0.001\""));
        Assert.Equal(1, exposition.Value("http_request_duration_seconds_bucket", $"{Good},le=\"30\""));
        Assert.Equal(2, exposition.Value("http_request_duration_seconds_bucket", $"{Good},le=\"+Inf\""));
        Assert.Equal(1, exposition.Value("build_info", "service=\"backend\",revision=\"r1\""));
    }

    [Fact]
    public void Expose_LabelWithQuoteBackslashAndLineBreak_IsEscaped()
    {
        var metrics = new ServiceMetrics(new ServiceIdentity("backend", "a\"b\\c\nd"), TimeProvider.System);

        Assert.Equal(1, Exposition.Parse(metrics.Expose()).Value("build_info", """service="backend",revision="a\"b\\c\nd" """.TrimEnd()));
    }

    [Fact]
    public void Record_InventedMethods_ShareOneSeries()
    {
        var metrics = new ServiceMetrics(new ServiceIdentity("backend", "r1"), TimeProvider.System);
        metrics.Record("BREW", "unmatched", 405, TimeSpan.Zero);
        metrics.Record("WHEN", "unmatched", 405, TimeSpan.Zero);

        Assert.Equal(2, Assert.Single(Exposition.Parse(metrics.Expose()).All("http_requests_total")).Value);
    }
}

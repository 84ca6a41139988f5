using Sluice.Metrics.Counting;
using Sluice.Model.Gates;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Tests.Counting;

public sealed class TrafficCounterTests
{
    private static readonly DateTimeOffset s_begin = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly Dictionary<string, DateTimeOffset> s_old = new() { ["a"] = s_begin.AddHours(-1), ["b"] = s_begin.AddHours(-1) };

    [Fact]
    public void Observe_TwoReadings_CountsWhatCameBetween()
    {
        var counter = Counter();

        var first = counter.Observe(Reading(Total("200", (-10, 100), (0, 120)), Total("500", (-10, 5), (0, 6))), s_old);
        var second = counter.Observe(Reading(Total("200", (0, 120), (5, 150)), Total("500", (0, 6), (5, 8))), s_old);

        Assert.Equal((0, 0), Of(first, "a"));
        Assert.Equal((32, 2), Of(second, "a"));
    }

    [Fact]
    public void Observe_OverlappingWindows_CountNothingTwice()
    {
        var counter = Counter();
        counter.Observe(Reading(Total("200", (0, 100))), s_old);

        var both = counter.Observe(Reading(Total("200", (0, 100), (2, 110), (4, 130))), s_old);
        var again = counter.Observe(Reading(Total("200", (0, 100), (2, 110), (4, 130), (3, 1))), s_old);

        Assert.Equal((30, 0), Of(both, "a"));
        Assert.Equal((0, 0), Of(again, "a"));
    }

    [Fact]
    public void Observe_CounterThatBeganAgain_CountsFromZero()
    {
        var counter = Counter();
        counter.Observe(Reading(Total("200", (0, 100))), s_old);

        var traffic = counter.Observe(Reading(Total("200", (0, 100), (5, 120), (10, 7))), s_old)!;

        Assert.Equal((27, 0), Of(traffic, "a"));
        Assert.Equal(1, Assert.Single(traffic).Resets);
    }

    [Fact]
    public void Observe_RestartThatOvertookTheOldCount_IsSeenByTheStartOfTheProcess()
    {
        var counter = Counter();
        counter.Observe(Reading(Total("200", (0, 10)), Start(0, -3600)), s_old);

        var traffic = counter.Observe(Reading(Total("200", (60, 500)), Start(60, 20)), s_old);

        Assert.Equal((500, 0), Of(traffic, "a"));
    }

    [Fact]
    public void Observe_SeriesThatAppearsOnAKnownPod_CountsInFull()
    {
        var counter = Counter();
        counter.Observe(Reading(Total("200", (0, 100))), s_old);

        var traffic = counter.Observe(Reading(Total("200", (5, 110)), Total("500", (5, 3))), s_old);

        Assert.Equal((13, 3), Of(traffic, "a"));
    }

    [Fact]
    public void Observe_OldPodThatIsSeenLate_IsAReferenceOnly()
    {
        var counter = Counter();
        counter.Observe(Reading(Total("200", (0, 100))), s_old);

        var traffic = counter.Observe(Reading(Total("200", (5, 110)), Total("200", "b", (5, 90_000))), s_old);

        Assert.Equal((0, 0), Of(traffic, "b"));
    }

    [Fact]
    public void Observe_NewPod_CountsAfterItsWarmUp()
    {
        var counter = Counter(warmUp: 30);
        var started = new Dictionary<string, DateTimeOffset> { ["a"] = s_begin.AddSeconds(10) };
        counter.Observe(Reading(), started);

        var cold = counter.Observe(Reading(Total("200", (20, 40), (35, 60), (45, 70))), started);
        var warm = counter.Observe(Reading(Total("200", (45, 70), (55, 95)), Total("500", (55, 4))), started);

        Assert.Equal((0, 0), Of(cold, "a"));
        Assert.Equal((29, 4), Of(warm, "a"));
    }

    [Fact]
    public void Observe_NewPodWithoutWarmUp_CountsFromItsFirstRequest()
    {
        var started = new Dictionary<string, DateTimeOffset> { ["a"] = s_begin.AddSeconds(1) };
        var counter = Counter();
        counter.Observe(Reading(), started);

        Assert.Equal((40, 0), Of(counter.Observe(Reading(Total("200", (20, 40))), started), "a"));
    }

    [Fact]
    public void Observe_MissedScrapes_AreCoveredByTheNextOne()
    {
        var counter = Counter();
        counter.Observe(Reading(Total("200", (0, 100))), s_old);

        var silence = counter.Observe(Reading(), s_old)!;
        var after = counter.Observe(Reading(Total("200", (300, 700))), s_old);

        Assert.Empty(silence);
        Assert.Equal((600, 0), Of(after, "a"));
    }

    [Fact]
    public void Observe_StaleMarkers_AreNeitherValuesNorResets()
    {
        var counter = Counter();
        counter.Observe(Reading(Total("200", (0, 100))), s_old);

        Assert.Equal((8, 0), Of(counter.Observe(Reading(Total("200", (5, double.NaN), (10, 108))), s_old), "a"));
    }

    [Fact]
    public void Observe_PartialReadingAtTheBeginning_IsNoBeginning()
    {
        var counter = Counter();

        Assert.Null(counter.Observe(Reading(Total("200", (0, 100))) with { IsPartial = true }, s_old));
        Assert.Equal((0, 0), Of(counter.Observe(Reading(Total("200", (5, 100)), Total("500", (5, 50))), s_old), "a"));
    }

    [Fact]
    public void Observe_BadCounterAheadOfTheTotal_IsCarriedOver()
    {
        var counter = new TrafficCounter(new ErrorMetric("all_total") { Bad = new Dictionary<string, string>(), BadCounter = "bad_total" }, null, s_begin, TimeSpan.Zero);
        counter.Observe(Reading(Series("all_total", (0, 100)), Series("bad_total", (0, 10))), s_old);

        var early = counter.Observe(Reading(Series("all_total", (5, 102)), Series("bad_total", (5, 13))), s_old);
        var late = counter.Observe(Reading(Series("all_total", (10, 110)), Series("bad_total", (10, 13))), s_old);

        Assert.Equal((2, 2), Of(early, "a"));
        Assert.Equal((8, 1), Of(late, "a"));
    }

    [Fact]
    public void Observe_LabelRules_MatchTheWholeValue()
    {
        var errors = new ErrorMetric("http_requests_total") { Bad = new Dictionary<string, string> { ["code"] = "50" }, Only = new Dictionary<string, string> { ["code"] = "5.." } };
        var counter = new TrafficCounter(errors, null, s_begin, TimeSpan.Zero);
        counter.Observe(Reading(Total("200", (0, 0)), Total("500", (0, 0))), s_old);

        Assert.Equal((3, 0), Of(counter.Observe(Reading(Total("200", (5, 9)), Total("500", (5, 3))), s_old), "a"));
    }

    [Fact]
    public void Observe_Histogram_GivesItsBucketsAsIncrements()
    {
        var counter = Latency();
        counter.Observe(Reading(Histogram(0, 10, 20, 30)), s_old);

        var latency = Assert.Single(counter.Observe(Reading(Histogram(5, 14, 26, 40)), s_old)!).Latency!;

        Assert.Equal([0.1, 1], latency.Bounds);
        Assert.Equal([4, 6], latency.Cumulative);
        Assert.Equal(10, latency.Requests);
    }

    [Fact]
    public void Observe_HistogramThatBeganAgainInOneBucketOnly_IsTakenAsAWhole()
    {
        var counter = Latency();
        counter.Observe(Reading(Histogram(0, 10, 20, 30)), s_old);

        var latency = Assert.Single(counter.Observe(Reading(Histogram(5, 1, 25, 40)), s_old)!).Latency!;

        Assert.Equal([1, 25], latency.Cumulative);
        Assert.Equal(40, latency.Requests);
    }

    [Fact]
    public void Observe_HistogramWithABucketMissing_IsLeftToTheNextScrape()
    {
        var counter = Latency();
        counter.Observe(Reading(Histogram(0, 10, 20, 30)), s_old);
        var series = Histogram(10, 14, 26, 40).Concat(Histogram(5, 12, 24, 36).Skip(1)).GroupBy(one => one.Labels["le"])
            .Select(group => group.First() with { Samples = [.. group.SelectMany(one => one.Samples).OrderBy(sample => sample.Time)] });

        var latency = Assert.Single(counter.Observe(Reading([.. series]), s_old)!).Latency!;

        Assert.Equal([4, 6], latency.Cumulative);
    }

    [Fact]
    public void Observe_NativeHistogram_IsReadAtItsOwnBounds()
    {
        var counter = Latency();
        counter.Observe(Reading(Native(0, (0.5, 0.5946035575013605, 3))), s_old);

        var latency = Assert.Single(counter.Observe(Reading(Native(5, (0.5, 0.5946035575013605, 5), (1, 1.189207115002721, 4))), s_old)!).Latency!;

        Assert.Equal(6, latency.Requests);
        Assert.Equal(0, latency.Cumulative[latency.Bounds.ToList().IndexOf(0.5)]);
        Assert.Equal(2, latency.Cumulative[latency.Bounds.ToList().IndexOf(1)]);
        Assert.Equal(6, latency.Cumulative[latency.Bounds.ToList().IndexOf(2)]);
    }

    [Fact]
    public void Observe_CoarseNativeHistogram_LeavesOutBoundsWithinABucket()
    {
        var counter = Latency();
        counter.Observe(Reading(Native(0)), s_old);

        var latency = Assert.Single(counter.Observe(Reading(Native(5, (0.5, 1, 5))), s_old)!).Latency!;

        Assert.DoesNotContain(latency.Bounds, bound => bound is > 0.5 and < 1);
        Assert.Contains(1.0, latency.Bounds);
    }

    private static TrafficCounter Counter(int warmUp = 0) => new(new ErrorMetric("http_requests_total"), null, s_begin, TimeSpan.FromSeconds(warmUp));

    private static TrafficCounter Latency() => new(null, new LatencyMetric("d"), s_begin, TimeSpan.Zero);

    private static (double, double) Of(IReadOnlyList<PodTraffic>? traffic, string pod)
    {
        var found = traffic!.Single(one => one.Pod == pod);
        return (found.Requests, found.Bad);
    }

    private static MetricsReading Reading(params RawSeries[] series) => new(series, []);

    private static RawSeries Total(string code, params (double At, double Value)[] samples) => Total(code, "a", samples);

    private static RawSeries Total(string code, string pod, params (double At, double Value)[] samples) =>
        Series("http_requests_total", samples) with { Pod = pod, Labels = new Dictionary<string, string> { ["code"] = code } };

    private static RawSeries Series(string name, params (double At, double Value)[] samples) =>
        new("a", name, new Dictionary<string, string>(), [.. samples.Select(sample => new RawSample(s_begin.AddSeconds(sample.At), sample.Value))]);

    private static RawSeries Start(double at, double start) => Series("process_start_time_seconds", (at, s_begin.ToUnixTimeSeconds() + start));

    private static RawSeries[] Histogram(double at, double tenth, double one, double all) =>
    [
        .. new[] { ("0.1", tenth), ("1.0", one), ("+Inf", all) }.Select(bucket =>
            Series("d_bucket", (at, bucket.Item2)) with { Labels = new Dictionary<string, string> { ["le"] = bucket.Item1 } }),
    ];

    private static RawSeries Native(double at, params (double Lower, double Upper, double Count)[] buckets) => Series("d") with
    {
        Histograms = [new NativeSample(s_begin.AddSeconds(at), buckets.Sum(bucket => bucket.Count), [.. buckets.Select(bucket => new NativeBucket(bucket.Lower, bucket.Upper, bucket.Count))])],
    };
}

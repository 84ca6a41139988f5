using Sluice.Metrics.Exposition;

namespace Sluice.Metrics.Tests.Exposition;

public sealed class ExpositionTextTests
{
    [Fact]
    public void Read_TextFormat_GivesNamesLabelsValuesAndTimestampsInMilliseconds()
    {
        var samples = Samples("""
            # HELP http_requests_total Requests with a \\ and a "quote".
            # TYPE http_requests_total counter
            http_requests_total{method="GET",code="200"} 1027 1700000000123
            http_requests_total { method = "GET" , code = "500", } 3

            temperature -1.5e-3
            """);

        Assert.Equal(["http_requests_total", "http_requests_total", "temperature"], samples.Select(sample => sample.Name));
        Assert.Equal(1027, samples[0].Value);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000123), samples[0].Time);
        Assert.Equal("500", samples[1].Labels["code"]);
        Assert.Null(samples[1].Time);
        Assert.Equal(-0.0015, samples[2].Value);
    }

    [Theory]
    [InlineData("""m{l="a\\b"} 1""", """a\b""")]
    [InlineData("""m{l="a\"b"} 1""", "a\"b")]
    [InlineData("""m{l="a\nb"} 1""", "a\nb")]
    [InlineData("""m{l="a\d"} 1""", """a\d""")]
    [InlineData("""m{l="}, # {"} 1""", "}, # {")]
    [InlineData("""m{l=""} 1""", "")]
    public void Read_EscapedLabel_IsUnescaped(string line, string value) => Assert.Equal(value, Assert.Single(Samples(line)).Labels["l"]);

    [Theory]
    [InlineData("+Inf", double.PositiveInfinity)]
    [InlineData("-Inf", double.NegativeInfinity)]
    [InlineData("NaN", double.NaN)]
    [InlineData("1e10", 1e10)]
    public void Read_SpecialValue_IsRead(string text, double value) => Assert.Equal(value, Assert.Single(Samples($"m {text}")).Value);

    [Fact]
    public void Read_OpenMetrics_TakesExemplarsCreatedSeriesAndSeconds()
    {
        var samples = Samples("""
            # TYPE d histogram
            # UNIT d seconds
            d_bucket{le="0.1"} 5 # {trace_id="a b # c"} 0.07 1700000000.5
            d_bucket{le="+Inf"} 7 1700000001.25 # {} 3
            d_count 7
            d_created 1700000000.1
            # EOF

            """);

        Assert.Equal([5, 7, 7, 1700000000.1], samples.Select(sample => sample.Value));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000001250), samples[1].Time);
        Assert.Equal("+Inf", samples[1].Labels["le"]);
    }

    [Fact]
    public void Read_QuotedName_IsTheName()
    {
        var sample = Assert.Single(Samples("""{"http.requests",code="200"} 4"""));

        Assert.Equal("http.requests", sample.Name);
        Assert.Equal("200", sample.Labels["code"]);
    }

    [Theory]
    [InlineData("a 1\nb", "line 2: it has no value")]
    [InlineData("a{x=\"1\" 1", "line 1: '1' stands where ',' or '}' should")]
    [InlineData("a{x=1} 1", "line 1: the value of the label 'x' does not begin with a quotation mark")]
    [InlineData("a{x=\"1} 1", "line 1: a quotation mark is missing")]
    [InlineData("a{x=\"1\",x=\"2\"} 1", "line 1: the label 'x' stands there twice")]
    [InlineData("a one", "line 1: 'one' is not a number")]
    [InlineData("a 0x1F", "line 1: '0x1F' is not a number")]
    [InlineData("a 1,000", "line 1: '1,000' is not a number")]
    [InlineData("a 1 2.5", "line 1: '2.5' is not a timestamp")]
    [InlineData("a 1 2 3", "line 1: '3' is more than a value and a timestamp")]
    [InlineData("a 1 # {t=\"x\"} 2", "line 1: '# {t=\"x\"} 2' is more than a value and a timestamp")]
    [InlineData("<html>", "line 1: it does not begin with the name of a metric")]
    [InlineData("a-b 1", "line 1: '-' stands in the name of the metric")]
    [InlineData("a 1\n# EOF\nb 2\n# EOF", "line 3: there is more after # EOF")]
    public void Read_WrongLine_IsRefusedWithItsNumber(string text, string problem)
    {
        var reading = ExpositionText.Read(text);

        Assert.Null(reading.Samples);
        Assert.Equal(problem, reading.Problem);
    }

    [Fact]
    public void Read_OpenMetricsThatWasCutOff_IsRefused() =>
        Assert.Equal("line 2: it ends without # EOF: it was cut off", ExpositionText.Read("a 1\n", isOpenMetrics: true).Problem);

    private static IReadOnlyList<ExpositionSample> Samples(string text)
    {
        var reading = ExpositionText.Read(text);
        Assert.Null(reading.Problem);
        return reading.Samples!;
    }
}

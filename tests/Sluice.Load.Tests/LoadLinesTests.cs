using System.Text.Json.Nodes;

namespace Sluice.Load.Tests;

public sealed class LoadLinesTests
{
    private static readonly LoadPlan s_plan = new(new Uri("http://127.78.0.1/api"), 200, TimeSpan.FromSeconds(30));

    private static readonly Quantiles s_latency = new(
        TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(41));

    private static readonly LoadReport s_report = new(
        s_plan,
        TimeSpan.FromSeconds(30.04),
        IsWhole: true,
        TimeSpan.FromMilliseconds(2),
        [
            new UseReport(ConnectionUse.New, 3000, 3, [new FailureCount("refused", 2), new FailureCount("HTTP 503", 1)], s_latency),
            new UseReport(ConnectionUse.KeptAlive, 3000, 0, [], s_latency),
        ],
        [new RevisionReport("a1b2c3", 5998, 1, s_latency)]);

    [Fact]
    public void Announce_SaysWhatIsSentWhereAndHowLong()
    {
        Assert.Equal("backend: 200 requests per second to http://127.78.0.1/api for 30s, 50% of them on kept connections", LoadLines.Announce("backend", s_plan));
    }

    [Fact]
    public void Describe_Report_HasBothKindsTheirFailuresAndRevisions()
    {
        Assert.Equal(
            [
                "backend: 6000 requests in 30.0 s, 3 failed",
                "  new connections      3000 sent      3 failed (2 refused, 1 HTTP 503)",
                "    p50 1.5 ms  p90 3.0 ms  p99 9.0 ms  p99.9 20.0 ms  max 41.0 ms",
                "  kept connections     3000 sent      0 failed",
                "    p50 1.5 ms  p90 3.0 ms  p99 9.0 ms  p99.9 20.0 ms  max 41.0 ms",
                "  revision a1b2c3: 5998 answers, 1 failed  p50 1.5 ms  p99 9.0 ms",
            ],
            LoadLines.Describe("backend", s_report));
    }

    [Fact]
    public void Describe_EndedBeforeAndBehind_SaysSo()
    {
        var lines = LoadLines.Describe("backend", s_report with { IsWhole = false, Latest = TimeSpan.FromSeconds(1) }).ToList();

        Assert.Contains("6000 requests in 30.0 s of 6000 planned, then it was ended", lines[0], StringComparison.Ordinal);
        Assert.Contains("up to 1000.0 ms behind the schedule", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_NamesEverythingThatLinesSay()
    {
        var service = JsonNode.Parse(new LoadDocument("stage", [LoadedService.Of("backend", s_report)]).ToJson())!["services"]![0]!;

        Assert.Equal((6000, 3), (service["sent"]!.GetValue<int>(), service["failed"]!.GetValue<int>()));
        Assert.Equal("New", service["connections"]![0]!["use"]!.GetValue<string>());
        Assert.Equal("refused", service["connections"]![0]!["failures"]![0]!["reason"]!.GetValue<string>());
        Assert.Equal(1.5, service["connections"]![0]!["latencyMs"]!["p50"]!.GetValue<double>());
        Assert.Equal("a1b2c3", service["revisions"]![0]!["revision"]!.GetValue<string>());
    }
}

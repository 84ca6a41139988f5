using System.Text.Json.Nodes;
using Sluice.Analysis;

namespace Sluice.Reports.Tests;

public sealed class ReplayDocumentTests
{
    [Fact]
    public void ToJson_Verdict_HasTheNamesThatScriptsRead()
    {
        var verdict = new Verdict(Decision.Rollback, "worse")
        {
            Gate = "g",
            Time = TimeSpan.FromSeconds(35),
            LogEvidence = 5.25,
            Metrics =
            [
                new MetricVerdict("latency > 0.5 s") { LogEvidence = 5.5, LogPromotionEvidence = double.NegativeInfinity, Candidate = new Counts(10, 2), Baseline = new Counts(90, 1) },
            ],
            Warnings = ["wide buckets"],
        };

        var text = ReplayDocument.Of(verdict, 40, 7, 9, ["a note"]).ToJson();
        var json = JsonNode.Parse(text)!;

        Assert.Equal("Rollback", (string?)json["verdict"]);
        Assert.Equal(40, (double?)json["decidedAtSeconds"]);
        Assert.Equal(5.25, (double?)json["logEvidence"]);
        var metric = json["metrics"]![0]!;
        Assert.Equal(("latency > 0.5 s", 5.5), ((string?)metric["name"], (double?)metric["logEvidence"]));
        Assert.Null((double?)metric["logPromotionEvidence"]);
        Assert.Equal((10, 90), ((double?)metric["requests"]!["candidate"], (double?)metric["requests"]!["baseline"]));
        Assert.Equal((2, 1), ((double?)metric["bad"]!["candidate"], (double?)metric["bad"]!["baseline"]));
        Assert.Equal(["a note", "wide buckets"], json["notes"]!.AsArray().Select(note => (string?)note));
        Assert.Contains("latency > 0.5 s", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ToJson_NoDecision_HasNoTime() =>
        Assert.Null((double?)JsonNode.Parse(ReplayDocument.Of(new Verdict(Decision.Continue, ""), null, 9, 9, []).ToJson())!["decidedAtSeconds"]);
}

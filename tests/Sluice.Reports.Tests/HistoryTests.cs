using System.Text.Json.Nodes;
using Sluice.Rollouts.Ledger;

namespace Sluice.Reports.Tests;

public sealed class HistoryTests
{
    private static readonly DateTimeOffset s_when = new(2026, 3, 1, 14, 0, 5, TimeSpan.FromHours(2));

    private static readonly LedgerEntry s_first = new(
        1, "1.2.0", "0123456789abcdef0123", "Robin", s_when, s_when, LedgerOutcome.Succeeded, "", "sha256:h",
        [new LedgerService("backend", "r/backend@sha256:00112233445566", "rev1"), new LedgerService("frontend", "r/frontend@sha256:aabbccddeeff00", "rev2")])
    { Stored = "key" };

    private static readonly LedgerEntry[] s_ledger =
    [
        s_first,
        s_first with { Number = 2, Outcome = LedgerOutcome.Failed, Reason = "backend: CrashLoopBackOff", Commit = "", Stored = "other" },
        s_first with { Number = 3, ReturnedTo = 1, Reason = "release 2 (1.2.0) failed" },
    ];

    [Fact]
    public void Describe_Ledger_NewestFirstWithReasonsAndDigests() => Assert.Equal(
        [
            "stage:",
            "    3  2026-03-01 12:00:05Z  1.2.0  brought release 1 back  by Robin  commit 0123456789ab",
            "       release 2 (1.2.0) failed",
            "       backend 001122334455  frontend aabbccddeeff",
            "    2  2026-03-01 12:00:05Z  1.2.0  failed  by Robin",
            "       backend: CrashLoopBackOff",
            "       backend 001122334455  frontend aabbccddeeff",
            "    1  2026-03-01 12:00:05Z  1.2.0  succeeded  by Robin  commit 0123456789ab  stored",
            "       backend 001122334455  frontend aabbccddeeff",
        ],
        HistoryLines.Describe("stage", s_ledger, new HashSet<string> { "key" }));

    [Fact]
    public void Describe_NotInTheStore_SaysSo() =>
        Assert.EndsWith("not stored", HistoryLines.Describe("stage", [s_first], new HashSet<string>())[1], StringComparison.Ordinal);

    [Fact]
    public void Describe_LongLedger_IsCutAndSaysHowToSeeAll()
    {
        var lines = HistoryLines.Describe("stage", [.. Enumerable.Repeat(s_first, 50)], new HashSet<string>());

        Assert.Equal(1 + (2 * HistoryLines.MaximumEntries) + 1, lines.Count);
        Assert.Equal("  and 30 older; --json FILE writes all", lines[^1]);
    }

    [Fact]
    public void Describe_NoRelease_SaysSo() => Assert.Equal(["stage: the ledger has no release yet."], HistoryLines.Describe("stage", [], new HashSet<string>()));

    [Theory]
    [InlineData(LedgerOutcome.Succeeded, 0, "succeeded")]
    [InlineData(LedgerOutcome.Interrupted, 0, "was interrupted")]
    [InlineData(LedgerOutcome.Running, 0, "has not ended")]
    [InlineData(LedgerOutcome.Failed, 4, "failed to bring release 4 back")]
    [InlineData(LedgerOutcome.Interrupted, 4, "was interrupted on the way back to release 4")]
    [InlineData(LedgerOutcome.Running, 4, "is on the way back to release 4")]
    public void Describe_EachOutcome_HasItsWords(LedgerOutcome outcome, int returnedTo, string words) => Assert.Contains(
        $"  {words}  by Robin", HistoryLines.Describe("stage", [s_first with { Outcome = outcome, ReturnedTo = returnedTo }], new HashSet<string>())[1], StringComparison.Ordinal);

    [Fact]
    public void ToJson_Ledger_HasEveryField()
    {
        var json = JsonNode.Parse(new HistoryDocument([EnvironmentHistory.Of("stage", "p25-stage", s_ledger, new HashSet<string> { "key" })]).ToJson())!;

        var releases = json["environments"]![0]!["releases"]!.AsArray();
        Assert.Equal([1, 2, 3], releases.Select(release => (int)release!["number"]!));
        Assert.Equal(["Succeeded", "Failed", "Succeeded"], releases.Select(release => (string)release!["outcome"]!));
        Assert.Equal([true, false, true], releases.Select(release => (bool)release!["stored"]!));
        Assert.Null(releases[0]!["returnedTo"]);
        Assert.Equal(1, (int)releases[2]!["returnedTo"]!);
        Assert.Equal("r/backend@sha256:00112233445566", (string)releases[0]!["services"]![0]!["image"]!);
    }
}

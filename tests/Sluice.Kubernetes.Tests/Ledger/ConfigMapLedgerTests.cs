using System.Text;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Ledger;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Ledger;

namespace Sluice.Kubernetes.Tests.Ledger;

public class ConfigMapLedgerTests
{
    private readonly FakeCluster cluster = new();

    [Fact]
    public async Task Append_ThenRead_GivesTheSameEntriesWithNumbers()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var ledger = new ConfigMapLedger(client, "p25", TimeProvider.System);

        Assert.Empty((await ledger.ReadAsync(default)).Value!);
        await ledger.AppendAsync(Entry("1.0.0"), default);
        await ledger.AppendAsync(Entry("1.1.0") with { Outcome = LedgerOutcome.Failed, Reason = "backend: CrashLoopBackOff" }, default);

        IReadOnlyList<LedgerEntry> entries = (await ledger.ReadAsync(default)).Value!;
        Assert.Equal([(1, "1.0.0"), (2, "1.1.0")], entries.Select(e => (e.Number, e.Version)));
        Assert.Equal((LedgerOutcome.Failed, Entry("").Services[0]), (entries[1].Outcome, entries[1].Services[0]));
    }

    [Fact]
    public async Task Append_ManyAtOnce_LosesNone()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var ledger = new ConfigMapLedger(client, "p25", TimeProvider.System);

        ClusterResult<LedgerEntry>[] results = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => ledger.AppendAsync(Entry($"1.0.{i}"), default)));

        Assert.All(results, r => Assert.NotNull(r.Value));
        IReadOnlyList<LedgerEntry> entries = (await ledger.ReadAsync(default)).Value!;
        Assert.Equal(Enumerable.Range(1, 5), entries.Select(e => e.Number));
        Assert.Equal(5, entries.Select(e => e.Version).Distinct().Count());
    }

    [Fact]
    public async Task Append_UnreadableLedger_IsLeftAlone()
    {
        cluster.Put("/api/v1/namespaces/p25/configmaps/sluice-ledger", new JsonObject { ["data"] = new JsonObject { ["entries.json"] = "not a ledger" } });
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        ClusterResult<LedgerEntry> result = await new ConfigMapLedger(client, "p25", TimeProvider.System).AppendAsync(Entry("1.0.0"), default);

        Assert.Contains("kubectl -n p25 get configmap sluice-ledger", Assert.Single(result.Problems).Next, StringComparison.Ordinal);
        Assert.Equal("not a ledger", cluster.Get("/api/v1/namespaces/p25/configmaps/sluice-ledger")!["data"]!["entries.json"]!.ToString());
    }

    [Fact]
    public async Task Replace_AnEntry_PutsItInItsPlaceWhileOthersAppend()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var ledger = new ConfigMapLedger(client, "p25", TimeProvider.System);
        LedgerEntry begun = (await ledger.AppendAsync(Entry("1.0.0") with { Outcome = LedgerOutcome.Running, Stored = "key" }, default)).Value!;

        await Task.WhenAll(
            ledger.ReplaceAsync(begun with { Outcome = LedgerOutcome.Failed, Reason = "no" }, default),
            ledger.AppendAsync(Entry("2.0.0") with { ReturnedTo = 1 }, default));

        IReadOnlyList<LedgerEntry> entries = (await ledger.ReadAsync(default)).Value!;
        Assert.Equal([(1, LedgerOutcome.Failed, "key", 0), (2, LedgerOutcome.Succeeded, "", 1)], entries.Select(e => (e.Number, e.Outcome, e.Stored, e.ReturnedTo)));
    }

    [Fact]
    public async Task Replace_AnEntryThatIsForgotten_AppendsIt()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var ledger = new ConfigMapLedger(client, "p25", TimeProvider.System);
        await ledger.AppendAsync(Entry("1.0.0"), default);

        Assert.Equal(2, (await ledger.ReplaceAsync(Entry("0.9.0") with { Number = 70 }, default)).Value!.Number);
    }

    [Fact]
    public void Read_EntriesOfAnEarlierVersion_AreReadAsNotStored()
    {
        const string Earlier = """[{"number":1,"version":"1.0.0","commit":"","author":"me","startedAt":"2026-01-01T00:00:00+00:00","endedAt":"2026-01-01T00:00:00+00:00","outcome":"Succeeded","reason":"","renderedHash":"h","services":[]}]""";

        LedgerEntry entry = Assert.Single(LedgerDocument.Read(Earlier)!);

        Assert.Equal(("", 0), (entry.Stored, entry.ReturnedTo));
    }

    [Fact]
    public void Append_ManyFailures_KeepsWhatOneCanGoBackTo()
    {
        IReadOnlyList<LedgerEntry> entries = [];
        for (int i = 1; i <= 300; i++)
        {
            LedgerEntry entry = Entry($"1.0.{i}") with { Outcome = i <= LedgerDocument.KeptSuccesses + 2 ? LedgerOutcome.Succeeded : LedgerOutcome.Failed };
            entries = LedgerDocument.Read(LedgerDocument.Append(entries, entry).Text)!;
        }

        Assert.Equal(LedgerDocument.MaximumEntries, entries.Count);
        Assert.Equal(Enumerable.Range(3, LedgerDocument.KeptSuccesses), entries.Where(e => e.Outcome == LedgerOutcome.Succeeded).Select(e => e.Number));
        Assert.Equal(300, entries[^1].Number);
    }

    [Fact]
    public void Append_BeyondBounds_ForgetsTheOldestAndKeepsCounting()
    {
        IReadOnlyList<LedgerEntry> entries = [];
        string text = "";
        for (int i = 0; i < 60; i++)
        {
            (_, text) = LedgerDocument.Append(entries, Entry("1.0.0") with { Reason = i >= 55 ? new string('x', 60_000) : "" });
            entries = LedgerDocument.Read(text)!;
            Assert.True(Encoding.UTF8.GetByteCount(text) <= LedgerDocument.MaximumBytes);
        }

        Assert.Equal(60, entries[^1].Number);
        Assert.InRange(entries.Count, 1, LedgerDocument.MaximumEntries);
    }

    private static LedgerEntry Entry(string version) => new(
        0, version, "abc", "me", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(9), LedgerOutcome.Succeeded, "", "hash",
        [new LedgerService("backend", "r/backend@sha256:00", "rev1")]);
}

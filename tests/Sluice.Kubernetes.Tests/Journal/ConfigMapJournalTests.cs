using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Journal;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Kubernetes.Tests.Journal;

public class ConfigMapJournalTests
{
    private const string Maps = "/api/v1/namespaces/p25/configmaps/";
    private readonly FakeCluster cluster = new();

    [Fact]
    public async Task Write_ThenNewest_GivesTheSameRecord()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        Assert.Empty((await Journal(client).NewestAsync(default)).Value!);
        Assert.Null(await Journal(client).WriteAsync(Records.Of(9), default));
        Assert.Null(await Journal(client).WriteAsync(Records.Of(10), default));

        RolloutRecord read = Assert.Single((await Journal(client).NewestAsync(default)).Value!);
        RolloutRecord written = Records.Of(10);
        Assert.Equal(RecordDocument.Write(written), RecordDocument.Write(read));
        Assert.Equal(StateDocument.Write(written.State), StateDocument.Write(read.State));
        JsonNode metadata = cluster.Get(Maps + "sluice-rollout-10")!["metadata"]!;
        Assert.Equal(("rollout", "3"), (metadata["labels"]!["sluice.dev/journal"]!.ToString(), metadata["annotations"]!["sluice.dev/fence"]!.ToString()));
    }

    [Fact]
    public async Task Write_Again_IsOneRequest()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal journal = Journal(client);
        await journal.WriteAsync(Records.Of(1), default);
        await journal.AppendAsync(1, [Records.Line("a")], default);
        long before = client.Requests;

        await journal.WriteAsync(Records.Of(1, RolloutStage.Settling), default);
        await journal.AppendAsync(1, [Records.Line("b")], default);

        Assert.Equal(2, client.Requests - before);
    }

    [Fact]
    public async Task Write_OverARecordOfALaterRun_IsLockLostAndWritesNothing()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal first = Journal(client);
        await first.WriteAsync(Records.Of(1, fence: 3), default);
        Assert.Null(await Journal(client).WriteAsync(Records.Of(1, fence: 4) with { Driver = "later" }, default));

        ClusterProblem? problem = await first.WriteAsync(Records.Of(1, RolloutStage.Over, fence: 3), default);

        Assert.Equal(ClusterProblemKind.LockLost, problem!.Kind);
        Assert.Contains("sluice-rollout-1", problem.What, StringComparison.Ordinal);
        RolloutRecord kept = (await first.NewestAsync(default)).Value![0];
        Assert.Equal(("later", RolloutStage.Driving), (kept.Driver, kept.Stage));
    }

    [Fact]
    public async Task Write_AfterSomeoneElsesEdit_PutsTheTruthBack()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal journal = Journal(client);
        await journal.WriteAsync(Records.Of(1), default);
        Edit("sluice-rollout-1", map => map["data"]!["state.json"] = "{}");

        Assert.Null(await journal.WriteAsync(Records.Of(1), default));
        cluster.Remove(Maps + "sluice-rollout-1");
        Assert.Null(await journal.WriteAsync(Records.Of(1), default));

        Assert.Single((await journal.NewestAsync(default)).Value!);
    }

    [Theory]
    [InlineData("record.json", "{")]
    [InlineData("record.json", "null")]
    [InlineData("record.json", """{"number":1}""")]
    [InlineData("state.json", "")]
    [InlineData("state.json", "[]")]
    [InlineData("state.json", """{"phase":"held"}""")]
    public async Task Newest_OfTextThatIsNone_NamesObjectAndKeyAndWhatToType(string key, string text)
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        await Journal(client).WriteAsync(Records.Of(1), default);
        Edit("sluice-rollout-1", map => map["data"]![key] = text);

        ClusterProblem problem = Assert.Single((await Journal(client).NewestAsync(default)).Problems);

        Assert.Equal(ClusterProblemKind.Invalid, problem.Kind);
        Assert.Contains($"ConfigMap/sluice-rollout-1 in p25, key {key}", problem.What, StringComparison.Ordinal);
        Assert.Contains("kubectl -n p25 get configmap sluice-rollout-1", problem.Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record.json", "\"stage\":\"Driving\"", "\"stage\":\"Flying\"")]
    [InlineData("record.json", "\"stage\":\"Driving\"", "\"stage\":17")]
    [InlineData("record.json", "\"number\":1", "\"number\":2")]
    [InlineData("record.json", "\"lanes\":[", "\"lanes\":[null,")]
    [InlineData("state.json", "\"phase\":\"held\"", "\"phase\":\"flying\"")]
    [InlineData("state.json", "\"phase\":\"held\"", "\"phase\":77")]
    [InlineData("state.json", "\"step\":0", "\"step\":7")]
    [InlineData("state.json", "\"steps\":[", "\"steps\":[null,")]
    [InlineData("state.json", "\"services\":[", "\"services\":[null,")]
    public async Task Newest_OfAnEditedRecord_IsAProblemAndNoException(string key, string from, string to)
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        await Journal(client).WriteAsync(Records.Of(1), default);
        Edit("sluice-rollout-1", map =>
        {
            string text = map["data"]![key]!.ToString();
            Assert.Contains(from, text, StringComparison.Ordinal);
            map["data"]![key] = text.Replace(from, to, StringComparison.Ordinal);
        });

        ClusterProblem problem = Assert.Single((await Journal(client).NewestAsync(default)).Problems);

        Assert.Contains($"key {key}", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_BeyondTheBound_ForgetsTheOldestThatAreOver()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal journal = Journal(client);
        for (int number = 1; number <= 8; number++)
        {
            await journal.WriteAsync(Records.Of(number, number == 2 ? RolloutStage.Driving : RolloutStage.Over), default);
            await journal.AppendAsync(number, [Records.Line("x")], default);
            await journal.KeepGateAsync(number, "backend", [1], default);
        }

        int[] left = [.. Enumerable.Range(1, 8).Where(number => cluster.Get($"{Maps}sluice-rollout-{number}") is not null)];
        Assert.Equal([2, 4, 5, 6, 7, 8], left);
        Assert.Null(cluster.Get(Maps + "sluice-rollout-3-log-1"));
        Assert.Null(cluster.Get(Maps + "sluice-rollout-3-gates"));
        Assert.NotNull(cluster.Get(Maps + "sluice-rollout-4-log-1"));
    }

    [Fact]
    public async Task Append_FromSeveralRuns_KeepsTheOrder()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal first = Journal(client);
        await first.AppendAsync(7, [Records.Line("a"), Records.Line("b")], default);
        await Journal(client).AppendAsync(7, [Records.Line("c")], default);
        await first.AppendAsync(7, [Records.Line("d")], default);
        await first.AppendAsync(70, [Records.Line("of another")], default);

        IReadOnlyList<JournalLine> lines = (await Journal(client).LinesAsync(7, default)).Value!;

        Assert.Equal(["a", "b", "c", "d"], lines.Select(line => line.Text));
        Assert.Equal(Records.Line("a"), lines[0]);
        Assert.Empty((await first.LinesAsync(8, default)).Value!);
    }

    [Fact]
    public async Task Append_OfARunThatWroteNoRecord_IsAddedToALaterRunsLines()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal driver = Journal(client);
        await driver.WriteAsync(Records.Of(1, fence: 9), default);
        await driver.AppendAsync(1, [Records.Line("a")], default);

        Assert.Null(await Journal(client).AppendAsync(1, [Records.Line("b")], default));

        Assert.Equal(["a", "b"], (await driver.LinesAsync(1, default)).Value!.Select(line => line.Text));
        Assert.Equal("9", cluster.Get(Maps + "sluice-rollout-1-log-1")!["metadata"]!["annotations"]!["sluice.dev/fence"]!.ToString());
    }

    [Fact]
    public async Task Append_BeyondTheBounds_DropsTheOldestSegments()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal journal = Journal(client);
        for (int round = 0; round < 6; round++)
        {
            await journal.AppendAsync(1, [.. Enumerable.Range(round * 60, 60).Select(i => Records.Line($"{i} {new string('x', 3900)}"))], default);
        }

        string[] segments = [.. Enumerable.Range(1, 9).Select(k => $"{Maps}sluice-rollout-1-log-{k}").Where(path => cluster.Get(path) is not null)];
        Assert.Equal(LogText.Segments, segments.Length);
        Assert.All(segments, path => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(cluster.Get(path)!["data"]![LogText.Key]!.ToString()), 1, LogText.SegmentBytes));
        IReadOnlyList<JournalLine> lines = (await Journal(client).LinesAsync(1, default)).Value!;
        Assert.StartsWith("359 ", lines[^1].Text, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(360 - lines.Count, lines.Count), lines.Select(line => int.Parse(line.Text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Lines_WithABrokenOne_NamesObjectKeyAndLine()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        await Journal(client).AppendAsync(1, [Records.Line("a")], default);
        Edit("sluice-rollout-1-log-1", map => map["data"]![LogText.Key] = map["data"]![LogText.Key] + "what\n");

        ClusterProblem problem = Assert.Single((await Journal(client).LinesAsync(1, default)).Problems);

        Assert.Contains("ConfigMap/sluice-rollout-1-log-1 in p25, key lines.jsonl: line 2", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeepGate_OfSeveralServices_KeepsTheNewestOfEach()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapJournal journal = Journal(client);
        Assert.Empty((await journal.GatesAsync(1, default)).Value!);
        await journal.KeepGateAsync(1, "backend", [1, 2], default);
        await Journal(client).KeepGateAsync(1, "ml", [9], default);
        await journal.KeepGateAsync(1, "backend", [3], default);

        IReadOnlyDictionary<string, byte[]> learnt = (await Journal(client).GatesAsync(1, default)).Value!;

        Assert.Equal([3], learnt["backend"]);
        Assert.Equal([9], learnt["ml"]);
        Edit("sluice-rollout-1-gates", map => map["binaryData"]!["ml"] = "*");
        Assert.Contains("sluice-rollout-1-gates in p25, key ml", Assert.Single((await journal.GatesAsync(1, default)).Problems).What, StringComparison.Ordinal);
    }

    private static ConfigMapJournal Journal(ApiClient client) => new(client, "p25", TimeProvider.System);

    private void Edit(string name, Action<JsonObject> change)
    {
        JsonObject map = cluster.Get(Maps + name)!;
        change(map);
        cluster.Put(Maps + name, map);
    }
}

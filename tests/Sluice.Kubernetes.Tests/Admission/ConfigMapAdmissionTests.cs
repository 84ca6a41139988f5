using System.Text.Json.Nodes;
using Sluice.Kubernetes.Admission;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Admission;

namespace Sluice.Kubernetes.Tests.Admission;

public class ConfigMapAdmissionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly FakeCluster cluster = new();

    [Fact]
    public async Task Read_NothingWasEverWritten_IsAnEmptyBook()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        AdmissionBook book = (await Store(client).ReadAsync(default)).Value!;

        Assert.Empty(book.Requests);
        Assert.Empty(book.Decisions);
        Assert.Empty(book.Holds);
        Assert.Null(book.Freeze);
    }

    [Fact]
    public async Task Write_ThenRead_GivesTheSame()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapAdmission store = Store(client);
        var request = new ApprovalRequest("s1", "1.5.0", "abc", ["ada"], ["backend r/b@sha256:aa"], Now);
        var decision = new ApprovalDecision("s1", "1.5.0", DecisionWord.Rejected, ["kim"], Now, "no");
        var freeze = new Freeze("audit", "kim", Now, Now.AddHours(1));
        var hold = new Hold("r1", "1.5.0", 7, "bad", Now);

        Assert.Null(await store.RequestAsync(request with { At = Now.AddDays(-1) }, default));
        Assert.Null(await store.RequestAsync(request, default));
        Assert.Null(await store.DecideAsync(decision, default));
        Assert.Null(await store.FreezeAsync(freeze, default));
        Assert.Null(await store.HoldAsync(hold, default));
        AdmissionBook book = (await store.ReadAsync(default)).Value!;

        Assert.Equal(Now, Assert.Single(book.Requests).At);
        Assert.Equal((DecisionWord.Rejected, "no"), (Assert.Single(book.Decisions).Word, book.Decisions[0].Comment));
        Assert.Equal(freeze, book.Freeze);
        Assert.Equal(hold, Assert.Single(book.Holds));
    }

    [Fact]
    public async Task FreezeAndHold_Ended_AreOverAndTheLiftIsOnRecord()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        ConfigMapAdmission store = Store(client);
        await store.FreezeAsync(new Freeze("audit", "kim", Now, null), default);
        await store.HoldAsync(new Hold("r1", "1.5.0", 7, "bad", Now), default);

        Assert.Null(await store.FreezeAsync(null, default));
        Assert.Null(await store.LiftAsync("r1", new HoldLift("kim", Now, "mended"), default));
        AdmissionBook book = (await store.ReadAsync(default)).Value!;

        Assert.Null(book.Freeze);
        Assert.Empty(book.HoldsInForce);
        Assert.Equal("mended", Assert.Single(book.Holds).Lifted!.Reason);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[null]")]
    [InlineData("null")]
    [InlineData("[{\"subject\": \"s1\"}]")]
    public async Task Decide_OnTextThatIsNoneOfOurs_LeavesItAndSaysSo(string text)
    {
        const string path = "/api/v1/namespaces/p25/configmaps/sluice-approvals";
        cluster.Put(path, new JsonObject { ["data"] = new JsonObject { ["decisions.json"] = text } });
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        ClusterProblem? problem = await Store(client).DecideAsync(new ApprovalDecision("s1", "1.5.0", DecisionWord.Approved, ["kim"], Now, ""), default);

        Assert.Equal(ClusterProblemKind.Invalid, problem!.Kind);
        Assert.Equal(text, cluster.Get(path)!["data"]!["decisions.json"]!.ToString());
        Assert.NotEmpty((await Store(client).ReadAsync(default)).Problems);
    }

    [Fact]
    public async Task Decide_ManyAtOnce_LosesNone()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Store(client).DecideAsync(new ApprovalDecision("s1", "1.5.0", DecisionWord.Approved, [$"p{i}"], Now, ""), default)));

        Assert.Equal(5, (await Store(client).ReadAsync(default)).Value!.Decisions.Count);
    }

    private static ConfigMapAdmission Store(ApiClient client) => new(client, "p25", TimeProvider.System);
}

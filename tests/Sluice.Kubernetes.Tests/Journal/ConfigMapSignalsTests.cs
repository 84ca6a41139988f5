using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Journal;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Kubernetes.Tests.Journal;

public class ConfigMapSignalsTests
{
    private const string Map = "/api/v1/namespaces/p25/configmaps/sluice-signals";
    private readonly FakeCluster cluster = new();

    [Fact]
    public async Task Post_FromManyAtOnce_LosesNone()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var box = new ConfigMapSignals(client, "p25", TimeProvider.System);

        Assert.Empty((await box.ReadAsync(default)).Value!);
        ClusterProblem?[] problems = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => box.PostAsync(Signal($"id-{i}"), default)));

        Assert.All(problems, Assert.Null);
        Assert.Equal(["id-0", "id-1", "id-2", "id-3"], (await box.ReadAsync(default)).Value!.Select(one => one.Id).Order());
    }

    [Fact]
    public async Task Take_WhatWasHeard_LeavesTheRest()
    {
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var box = new ConfigMapSignals(client, "p25", TimeProvider.System);
        await box.PostAsync(Signal("a"), default);
        await box.PostAsync(Signal("b"), default);

        Assert.Null(await box.TakeAsync(["a", "unknown"], default));

        Assert.Equal(Signal("b"), Assert.Single((await box.ReadAsync(default)).Value!));
    }

    [Fact]
    public void Change_BeyondTheBound_ForgetsTheOldest()
    {
        string text = "";
        for (int i = 0; i < SignalDocument.Maximum + 3; i++)
        {
            text = SignalDocument.Change(text, signals => [.. signals, Signal($"{i}")])!;
        }

        IReadOnlyList<PersonSignal> left = SignalDocument.Read(text)!;
        Assert.Equal((SignalDocument.Maximum, "3"), (left.Count, left[0].Id));
    }

    [Theory]
    [InlineData("what")]
    [InlineData("[null]")]
    [InlineData("""[{"id":"a","rollout":1,"signal":"Dance","by":"r","at":"2026-01-01T00:00:00+00:00","comment":""}]""")]
    [InlineData("""[{"id":"a","rollout":1,"signal":99,"by":"r","at":"2026-01-01T00:00:00+00:00","comment":""}]""")]
    public async Task Post_IntoABoxThatNobodyCanRead_IsAProblemAndLeavesIt(string text)
    {
        cluster.Put(Map, new JsonObject { ["data"] = new JsonObject { [ConfigMapSignals.Key] = text } });
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        var box = new ConfigMapSignals(client, "p25", TimeProvider.System);

        ClusterProblem? problem = await box.PostAsync(Signal("a"), default);

        Assert.Contains("ConfigMap/sluice-signals in p25: signals.json", problem!.What, StringComparison.Ordinal);
        Assert.Equal(text, cluster.Get(Map)!["data"]![ConfigMapSignals.Key]!.ToString());
        Assert.Single((await box.ReadAsync(default)).Problems);
    }

    private static PersonSignal Signal(string id) => new(id, 7, RolloutSignal.Pause, "robin", Records.Start, "lunch");
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Store;

public sealed class ObjectStoreTests : IDisposable
{
    private readonly ObjectStore _store = new(TimeProvider.System, null, new StoreOptions { HistoryLength = 5 });

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Create_NewObject_SetsWhatTheSystemOwns()
    {
        var created = _store.Create(Key("a"), Object("""{"spec":{"x":1}}""")).Object!;
        Assert.Equal("1", created["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Equal(1, created["metadata"]!["generation"]!.GetValue<long>());
        Assert.True(Guid.TryParse(created["metadata"]!["uid"]!.GetValue<string>(), out _));
        Assert.EndsWith("Z", created["metadata"]!["creationTimestamp"]!.GetValue<string>());
    }

    [Fact]
    public void Create_SameName_AlreadyExists()
    {
        _store.Create(Key("a"), []);
        Assert.Equal(StoreOutcome.AlreadyExists, _store.Create(Key("a"), []).Outcome);
        Assert.Equal(1, _store.Revision);
    }

    [Fact]
    public void Update_StaleResourceVersion_ConflictWithTheStateInTheWay()
    {
        var first = _store.Create(Key("a"), Object("""{"spec":{"x":1}}""")).Object!;
        _store.Update(Key("a"), Changed(first, "spec", """{"x":2}"""));
        var result = _store.Update(Key("a"), Changed(first, "spec", """{"x":3}"""));
        Assert.Equal(StoreOutcome.Conflict, result.Outcome);
        Assert.Equal(2, result.Object!["spec"]!["x"]!.GetValue<long>());
    }

    [Fact]
    public void Update_NothingChanged_KeepsRevision()
    {
        var first = _store.Create(Key("a"), Object("""{"spec":{"x":1}}""")).Object!;
        Assert.Equal(StoreOutcome.Done, _store.Update(Key("a"), first.DeepClone().AsObject()).Outcome);
        Assert.Equal(1, _store.Revision);
    }

    [Theory]
    [InlineData("spec", """{"x":2}""", 2)]
    [InlineData("status", """{"x":2}""", 1)]
    public void Update_GenerationMovesWithTheDesiredStateOnly(string field, string value, long generation)
    {
        var first = _store.Create(Key("a"), Object("""{"spec":{"x":1}}""")).Object!;
        var updated = _store.Update(Key("a"), Changed(first, field, value)).Object!;
        Assert.Equal(generation, updated["metadata"]!["generation"]!.GetValue<long>());
        Assert.Equal("2", updated["metadata"]!["resourceVersion"]!.GetValue<string>());
    }

    [Fact]
    public void Delete_WithFinalizer_StaysUntilTheLastOneGoes()
    {
        _store.Create(Key("a"), Object("""{"metadata":{"finalizers":["x/y"]}}"""));
        var marked = _store.Delete(Key("a")).Object!;
        Assert.NotNull(marked["metadata"]!["deletionTimestamp"]);
        var freed = marked.DeepClone().AsObject();
        freed["metadata"]!.AsObject().Remove("finalizers");
        _store.Update(Key("a"), freed);
        Assert.Null(_store.Get(Key("a")));
    }

    [Fact]
    public void Delete_PodWithGrace_IsRemovedByTheSecondDelete()
    {
        var pod = new ResourceKey("pods", "n", "p");
        _store.Create(pod, []);
        Assert.Equal(30, _store.Delete(pod, 30).Object!["metadata"]!["deletionGracePeriodSeconds"]!.GetValue<long>());
        long revision = _store.Revision;
        _store.Delete(pod, 60);
        Assert.Equal(revision, _store.Revision);
        _store.Delete(pod, 0);
        Assert.Null(_store.Get(pod));
    }

    [Fact]
    public void Delete_OtherUid_Conflict()
    {
        _store.Create(Key("a"), []);
        Assert.Equal(StoreOutcome.Conflict, _store.Delete(Key("a"), 0, "other").Outcome);
    }

    [Fact]
    public async Task Watch_FromRevision_GivesPastThenPresentInOrder()
    {
        _store.Create(Key("a"), []);
        _store.Create(Key("b"), []);
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        await foreach (var change in _store.Watch("configmaps", "n", 1, stop.Token))
        {
            seen.Add($"{change.Type} {change.Key.Name} {change.Revision}");
            if (seen.Count == 1)
            {
                _store.Create(new ResourceKey("configmaps", "other", "x"), []);
                _store.Delete(Key("a"));
            }
            else
            {
                break;
            }
        }

        Assert.Equal(["Added b 2", "Deleted a 4"], seen);
    }

    [Fact]
    public void Subscribe_RevisionOutsideTheHistory_Gone()
    {
        for (int i = 0; i < 8; i++)
        {
            _store.Create(Key($"c{i}"), []);
        }

        Assert.Equal(3, Assert.Throws<RevisionGoneException>(() => _store.Subscribe("configmaps", null, 2)).Oldest);
        using var watch = _store.Subscribe("configmaps", null, 3);
        Assert.True(watch.Events.TryRead(out var first));
        Assert.Equal(4, first.Revision);
    }

    [Fact]
    public async Task Update_ManyWritersWithRetry_LosesNoWrite()
    {
        _store.Create(Key("a"), Object("""{"spec":{"x":0}}"""));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                StoreResult result;
                do
                {
                    var now = _store.Get(Key("a"))!.DeepClone().AsObject();
                    now["spec"]!["x"] = now["spec"]!["x"]!.GetValue<long>() + 1;
                    result = _store.Update(Key("a"), now);
                }
                while (result.Outcome == StoreOutcome.Conflict);
            }
        })));
        Assert.Equal(400, _store.Get(Key("a"))!["spec"]!["x"]!.GetValue<long>());
    }

    private static ResourceKey Key(string name) => new("configmaps", "n", name);

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonObject Changed(JsonObject value, string field, string json)
    {
        var next = value.DeepClone().AsObject();
        next[field] = JsonNode.Parse(json);
        return next;
    }
}

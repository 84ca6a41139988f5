using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Store;

/// <summary>The store in memory, with (when a file is named) every write kept on disk before it is visible.</summary>
internal sealed class ObjectStore : IObjectStore, IDisposable
{
    private static readonly Comparer<ResourceKey> Order = Comparer<ResourceKey>.Create((a, b) =>
        string.CompareOrdinal(a.Namespace, b.Namespace) is not 0 and var byNamespace ? byNamespace : string.CompareOrdinal(a.Name, b.Name));

    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<ResourceKey, JsonObject>> _resources = [];
    private readonly Queue<PastChange> _history = [];
    private readonly HashSet<StoreWatch> _watches = [];
    private readonly TimeProvider _time;
    private readonly StoreOptions _options;
    private readonly StoreLog? _log;
    private long _revision;
    private long _historyStart;
    private long _compactAt;

    /// <param name="time">For creation and deletion times.</param>
    /// <param name="path">The store's file; <see langword="null"/> keeps nothing.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="StoreCorruptException">The file cannot be understood.</exception>
    public ObjectStore(TimeProvider time, string? path = null, StoreOptions? options = null)
    {
        _time = time;
        _options = options ?? new StoreOptions();
        _compactAt = _options.CompactAtBytes;
        if (path is not null)
        {
            var records = new List<StoreRecord>();
            _log = StoreLog.Open(path, records, _options.MaxFileBytes);
            records.ForEach(Load);
        }

        _historyStart = _revision;
    }

    public long Revision
    {
        get
        {
            lock (_lock)
            {
                return _revision;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var watch in _watches)
            {
                watch.Complete();
            }

            _watches.Clear();
            _log?.Dispose();
        }
    }

    public JsonObject? Get(ResourceKey key)
    {
        lock (_lock)
        {
            return Find(key);
        }
    }

    public StoreList List(string resource, string? ns)
    {
        lock (_lock)
        {
            return new StoreList(Existing(resource, ns).Select(p => p.Value).ToList(), _revision);
        }
    }

    public StoreResult Create(ResourceKey key, JsonObject value)
    {
        lock (_lock)
        {
            if (Find(key) is { } standing)
            {
                return new StoreResult(StoreOutcome.AlreadyExists, standing);
            }

            var created = value.DeepClone().AsObject();
            var metadata = ObjectMeta.Of(created);
            metadata["name"] = key.Name;
            ObjectMeta.Set(metadata, "namespace", key.Namespace.Length > 0 ? key.Namespace : null);
            metadata["uid"] = ObjectMeta.Text(created, "uid") is { Length: > 0 } chosen ? chosen : Guid.NewGuid().ToString("D");
            metadata["creationTimestamp"] = ObjectMeta.Time(_time.GetUtcNow());
            metadata["generation"] = 1;
            metadata.Remove("deletionTimestamp");
            metadata.Remove("deletionGracePeriodSeconds");
            return Commit(StoreEventType.Added, key, created, null);
        }
    }

    public StoreResult Update(ResourceKey key, JsonObject value)
    {
        lock (_lock)
        {
            if (Find(key) is not { } stored)
            {
                return new StoreResult(StoreOutcome.NotFound, null);
            }

            if (IsStale(value, stored, "resourceVersion") || IsStale(value, stored, "uid"))
            {
                return new StoreResult(StoreOutcome.Conflict, stored);
            }

            var updated = value.DeepClone().AsObject();
            KeepSystemFields(updated, stored);
            if (JsonNode.DeepEquals(updated, stored))
            {
                return new StoreResult(StoreOutcome.Done, stored);
            }

            if (ObjectMeta.DesiredDiffers(updated, stored))
            {
                ObjectMeta.Of(updated)["generation"] = Generation(stored) + 1;
            }

            return ObjectMeta.IsDeleting(updated) && !ObjectMeta.IsHeld(key, updated) && !HasGrace(updated)
                ? Commit(StoreEventType.Deleted, key, updated, stored)
                : Commit(StoreEventType.Modified, key, updated, stored);
        }
    }

    public StoreResult Delete(ResourceKey key, long gracePeriodSeconds = 0, string? uid = null)
    {
        lock (_lock)
        {
            if (Find(key) is not { } stored)
            {
                return new StoreResult(StoreOutcome.NotFound, null);
            }

            if (uid is not null && uid != ObjectMeta.Text(stored, "uid"))
            {
                return new StoreResult(StoreOutcome.Conflict, stored);
            }

            long grace = key.Resource == "pods" ? Math.Max(0, gracePeriodSeconds) : 0;
            if (grace == 0 && !ObjectMeta.IsHeld(key, stored))
            {
                return Commit(StoreEventType.Deleted, key, stored.DeepClone().AsObject(), stored);
            }

            return Mark(key, stored, grace);
        }
    }

    public async IAsyncEnumerable<StoreEvent> Watch(string resource, string? ns, long afterRevision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = Subscribe(resource, ns, afterRevision);
        await foreach (var change in watch.Events.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }

    public StoreWatch Subscribe(string resource, string? ns, long afterRevision)
    {
        lock (_lock)
        {
            if (afterRevision != 0 && afterRevision < _historyStart)
            {
                throw new RevisionGoneException(afterRevision, _historyStart);
            }

            var watch = new StoreWatch(resource, ns, Leave);
            var backlog = afterRevision == 0
                ? Existing(resource, ns).Select(p => new StoreEvent(StoreEventType.Added, p.Key, p.Value, RevisionOf(p.Value)))
                : _history.Where(e => e.Revision > afterRevision).Select(e => e.Replay());
            foreach (var change in backlog)
            {
                watch.Offer(change);
            }

            _watches.Add(watch);
            return watch;
        }
    }

    private static bool IsStale(JsonObject value, JsonObject stored, string field) =>
        ObjectMeta.Text(value, field) is { Length: > 0 } said && said != ObjectMeta.Text(stored, field);

    private static long Generation(JsonObject value) =>
        value["metadata"]?["generation"] is JsonValue found && found.TryGetValue(out long number) ? number : 1;

    private static long RevisionOf(JsonObject value) =>
        long.TryParse(ObjectMeta.Text(value, "resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out long revision) ? revision : 0;

    /// <summary>A pod within its grace is removed by the kubelet's second delete, not by an update.</summary>
    private static bool HasGrace(JsonObject value) =>
        value["metadata"]?["deletionGracePeriodSeconds"] is JsonValue found && found.TryGetValue(out long grace) && grace > 0;

    private static void KeepSystemFields(JsonObject updated, JsonObject stored)
    {
        var metadata = ObjectMeta.Of(updated);
        foreach (string field in (ReadOnlySpan<string>)["name", "namespace", "uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"])
        {
            ObjectMeta.Set(metadata, field, stored["metadata"]?[field]);
        }
    }

    private StoreResult Mark(ResourceKey key, JsonObject stored, long grace)
    {
        var marked = stored.DeepClone().AsObject();
        var metadata = ObjectMeta.Of(marked);
        bool already = ObjectMeta.IsDeleting(stored);
        long current = metadata["deletionGracePeriodSeconds"] is JsonValue v && v.TryGetValue(out long seconds) ? seconds : long.MaxValue;
        if (already && grace >= current)
        {
            return new StoreResult(StoreOutcome.Done, stored);
        }

        if (already && key.Resource != "pods")
        {
            return new StoreResult(StoreOutcome.Done, stored);
        }

        metadata["deletionTimestamp"] = ObjectMeta.Time(_time.GetUtcNow().AddSeconds(grace));
        metadata["deletionGracePeriodSeconds"] = grace;
        metadata["generation"] = Generation(stored) + 1;
        if (key.Resource == "namespaces")
        {
            marked["status"] = new JsonObject { ["phase"] = "Terminating" };
        }

        return Commit(StoreEventType.Modified, key, marked, stored);
    }

    private StoreResult Commit(StoreEventType type, ResourceKey key, JsonObject value, JsonObject? previous)
    {
        long revision = _revision + 1;
        ObjectMeta.Of(value)["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);

        // One plain form, whatever CLR values a caller put in: readers may ask any number for a long.
        var stored = JsonNode.Parse(JsonSerializer.SerializeToUtf8Bytes(value))!.AsObject();
        try
        {
            _log?.Append(new StoreRecord(revision, key, type == StoreEventType.Deleted ? null : stored));
        }
        catch (IOException e)
        {
            return new StoreResult(StoreOutcome.NotStored, previous, $"the sandbox cannot write its store ({e.Message}); free some disk space and try again");
        }

        _revision = revision;
        Apply(key, type == StoreEventType.Deleted ? null : stored);
        Publish(new StoreEvent(type, key, stored, revision, previous));
        CompactIfGrown();
        return new StoreResult(StoreOutcome.Done, stored);
    }

    private void Publish(StoreEvent change)
    {
        _history.Enqueue(PastChange.Of(change));
        while (_history.Count > _options.HistoryLength)
        {
            _historyStart = _history.Dequeue().Revision;
        }

        foreach (var watch in _watches)
        {
            watch.Offer(change);
        }
    }

    private void CompactIfGrown()
    {
        if (_log is null || _log.Length < _compactAt)
        {
            return;
        }

        try
        {
            _log.Rewrite(_resources.Values.SelectMany(r => r)
                .Select(p => new StoreRecord(RevisionOf(p.Value), p.Key, p.Value))
                .Append(new StoreRecord(_revision, null, null)));
            _compactAt = Math.Max(_options.CompactAtBytes, _log.Length * 4);
        }
        catch (IOException)
        {
            // The long file is still whole and in use; there may be more room later.
            _compactAt = _log.Length * 2;
        }
    }

    private void Load(StoreRecord record)
    {
        _revision = Math.Max(_revision, record.Revision);
        if (record.Key is { } key)
        {
            Apply(key, record.Object);
        }
    }

    private void Apply(ResourceKey key, JsonObject? value)
    {
        if (!_resources.TryGetValue(key.Resource, out var objects))
        {
            _resources[key.Resource] = objects = new SortedDictionary<ResourceKey, JsonObject>(Order);
        }

        if (value is null)
        {
            objects.Remove(key);
        }
        else
        {
            objects[key] = value;
        }
    }

    private JsonObject? Find(ResourceKey key) => _resources.TryGetValue(key.Resource, out var objects) ? objects.GetValueOrDefault(key) : null;

    private IEnumerable<KeyValuePair<ResourceKey, JsonObject>> Existing(string resource, string? ns) =>
        _resources.TryGetValue(resource, out var objects) ? objects.Where(p => ns is null || p.Key.Namespace == ns) : [];

    private void Leave(StoreWatch watch)
    {
        lock (_lock)
        {
            _watches.Remove(watch);
            watch.Complete();
        }
    }

    /// <summary>A change kept as bytes: an object that someone has read takes ten times the room of its text.</summary>
    private sealed record PastChange(StoreEventType Type, ResourceKey Key, byte[] Object, long Revision, byte[]? Previous)
    {
        public static PastChange Of(StoreEvent change) => new(
            change.Type, change.Key, JsonSerializer.SerializeToUtf8Bytes(change.Object), change.Revision,
            change.Previous is { } previous ? JsonSerializer.SerializeToUtf8Bytes(previous) : null);

        public StoreEvent Replay() => new(
            Type, Key, JsonNode.Parse(Object)!.AsObject(), Revision, Previous is null ? null : JsonNode.Parse(Previous)!.AsObject());
    }
}

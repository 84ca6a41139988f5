using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.GarbageCollection;

/// <summary>
/// Removes objects whose owners are all gone. An owner held by <c>foregroundDeletion</c> goes after its dependents, one held by
/// <c>orphan</c> after they were let go.
/// </summary>
/// <param name="watched">The store.</param>
/// <param name="kinds">All kinds that may own or be owned.</param>
internal sealed class GarbageCollector(IObjectStore watched, IReadOnlyList<ResourceKind> kinds) : IController
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";
    private const int DefaultGraceSeconds = 30;

    public string Name => "garbage-collector";

    public IReadOnlyList<WatchRule> Watches => kinds.Where(k => k.Resource != Resources.Events).Select(k => new WatchRule(k.Resource, Concerns)).ToList();

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } value)
        {
            return Reconciled.Nothing;
        }

        if (value.IsDeleting())
        {
            var finalizers = value.Texts("metadata", "finalizers") ?? [];
            return finalizers.Contains(Orphan) ? LetGo(key, value) : finalizers.Contains(Foreground) ? AfterDependents(key, value) : Reconciled.Nothing;
        }

        var owners = value.Objects("metadata", "ownerReferences").ToList();
        if (owners.Count == 0 || owners.Exists(o => Find(o, key.Namespace) is not null || !IsServed(o)))
        {
            return Reconciled.Nothing;
        }

        return Reconciled.Of(Deletion(key, value));
    }

    private static StoreWrite.Delete Deletion(ResourceKey key, JsonObject value) => new(
        key, value.Uid(), key.Resource == Resources.Pods ? value.Int("spec", "terminationGracePeriodSeconds") ?? DefaultGraceSeconds : 0);

    private static StoreWrite.Update WithoutFinalizer(ResourceKey key, JsonObject value, string finalizer)
    {
        var next = value.Copy();
        next.Ensure("metadata")["finalizers"] = (value.Texts("metadata", "finalizers") ?? []).Where(f => f != finalizer).Select(f => (JsonNode?)f).ToJson();
        return new StoreWrite.Update(key, next);
    }

    private IEnumerable<ResourceKey> Concerns(StoreEvent change)
    {
        if (change.Type == StoreEventType.Deleted || change.Object.IsDeleting())
        {
            var dependents = Dependents(change.Object, change.Key.Namespace).Select(d => d.Key);
            var holding = change.Object.Objects("metadata", "ownerReferences").Select(r => Find(r, change.Key.Namespace)).OfType<ResourceKey>();
            return [.. dependents, .. holding, change.Key];
        }

        return change.Type == StoreEventType.Added && change.Object.At("metadata", "ownerReferences") is JsonArray { Count: > 0 } ? [change.Key] : [];
    }

    private Reconciled AfterDependents(ResourceKey key, JsonObject value)
    {
        var dependents = Dependents(value, key.Namespace).ToList();
        return dependents.Count == 0
            ? Reconciled.Of(WithoutFinalizer(key, value, Foreground))
            : Reconciled.Of(dependents.Where(d => !d.Object.IsDeleting()).Select(d => Deletion(d.Key, d.Object)).ToList());
    }

    private Reconciled LetGo(ResourceKey key, JsonObject value)
    {
        var writes = Dependents(value, key.Namespace).Select(StoreWrite (d) =>
        {
            var next = d.Object.Copy();
            next.Ensure("metadata")["ownerReferences"] = d.Object.Objects("metadata", "ownerReferences")
                .Where(r => r.Text("uid") != value.Uid()).Select(r => r.DeepClone()).ToJson();
            return new StoreWrite.Update(d.Key, next);
        });
        return Reconciled.Of([.. writes, WithoutFinalizer(key, value, Orphan)]);
    }

    private IEnumerable<(ResourceKey Key, JsonObject Object)> Dependents(JsonObject owner, string ns) =>
        from kind in kinds
        where kind.Resource != Resources.Events
        from item in watched.List(kind.Resource, ns.Length > 0 ? ns : null).Items
        where item.Objects("metadata", "ownerReferences").Any(r => r.Text("uid") == owner.Uid())
        select (new ResourceKey(kind.Resource, item.Namespace(), item.Name()), item);

    /// <summary>An owner of a kind we do not serve cannot be looked up: nothing is removed because of it.</summary>
    private bool IsServed(JsonObject reference) => kinds.Any(k => k.Kind == reference.Text("kind"));

    private ResourceKey? Find(JsonObject reference, string ns)
    {
        string apiVersion = reference.Text("apiVersion") ?? "";
        string group = apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)] : "";
        if (kinds.FirstOrDefault(k => k.Kind == reference.Text("kind") && k.Group == group) is not { } kind)
        {
            return null;
        }

        var key = new ResourceKey(kind.Resource, kind.Namespaced ? ns : "", reference.Text("name") ?? "");
        return watched.Get(key)?.Uid() == reference.Text("uid") ? key : null;
    }
}

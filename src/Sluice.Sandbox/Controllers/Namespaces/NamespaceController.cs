using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Namespaces;

/// <summary>
/// Gives every namespace its phase, its finalizer and its default ServiceAccount; takes a deleted one down together with
/// everything in it.
/// </summary>
/// <param name="resources">All namespaced resources that the API serves, as the store spells them.</param>
internal sealed class NamespaceController(IReadOnlyList<string> resources) : IController
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    public string Name => "namespace-controller";

    public IReadOnlyList<WatchRule> Watches { get; } =
    [
        new(Resources.Namespaces, change => [change.Key]),
        new(Resources.ServiceAccounts, change => change.Type == StoreEventType.Deleted ? [new ResourceKey(Resources.Namespaces, "", change.Key.Namespace)] : []),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } ns)
        {
            return Reconciled.Nothing;
        }

        return ns.IsDeleting() ? Empty(store, key, ns) : Complete(store, key, ns);
    }

    private Reconciled Empty(IObjectStore store, ResourceKey key, JsonObject ns)
    {
        var contents = resources
            .OrderBy(r => r == Resources.Pods)
            .SelectMany(r => store.List(r, key.Name).Items.Select(o => (Key: new ResourceKey(r, key.Name, o.Name()), Object: o)))
            .ToList();
        if (contents.Count > 0)
        {
            var deletions = contents.Where(c => !c.Object.IsDeleting()).Select(c => new StoreWrite.Delete(
                c.Key, c.Object.Uid(), c.Key.Resource == Resources.Pods ? c.Object.Int("spec", "terminationGracePeriodSeconds") ?? 30 : 0));
            return new Reconciled(deletions.ToList<StoreWrite>(), [], Patience);
        }

        var next = ns.Copy();
        next.Ensure("spec").Remove("finalizers");
        return Reconciled.Of(new StoreWrite.Update(key, next));
    }

    private static Reconciled Complete(IObjectStore store, ResourceKey key, JsonObject ns)
    {
        var writes = new List<StoreWrite>();
        var next = ns.Copy();
        next.Ensure("status")["phase"] = "Active";
        next.Ensure("metadata", "labels")["kubernetes.io/metadata.name"] = key.Name;
        if (next.At("spec", "finalizers") is null)
        {
            next.Ensure("spec")["finalizers"] = new JsonArray("kubernetes");
        }

        if (!JsonNode.DeepEquals(next, ns))
        {
            writes.Add(new StoreWrite.Update(key, next));
        }

        var account = new ResourceKey(Resources.ServiceAccounts, key.Name, "default");
        if (store.Get(account) is null)
        {
            writes.Add(new StoreWrite.Create(account, new JsonObject { ["kind"] = "ServiceAccount", ["apiVersion"] = "v1" }));
        }

        return Reconciled.Of(writes);
    }
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Endpoints;

/// <summary>Services + pods → Endpoints and EndpointSlices. A pod that is to end leaves the ready addresses at once.</summary>
internal sealed class EndpointsController(IObjectStore watched) : IController
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    public string Name => "endpoints-controller";

    public IReadOnlyList<WatchRule> Watches =>
    [
        new(Resources.Services, change => [change.Key]),
        // Every selecting Service of the namespace: labels may have changed away from one of them.
        new(Resources.Pods, change => watched.List(Resources.Services, change.Key.Namespace).Items
            .Where(s => s.At("spec", "selector") is JsonObject { Count: > 0 })
            .Select(s => new ResourceKey(Resources.Services, change.Key.Namespace, s.Name()))),
        new(Resources.Endpoints, change => change.Type == StoreEventType.Deleted ? [change.Key with { Resource = Resources.Services }] : []),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        var endpointsKey = key with { Resource = Resources.Endpoints };
        var slices = store.List(Resources.EndpointSlices, key.Namespace).Items.Where(s => s.Labels().GetValueOrDefault(ServiceLabel) == key.Name).ToList();
        if (store.Get(key) is not { } service || service.IsDeleting())
        {
            return Reconciled.Of([new StoreWrite.Delete(endpointsKey, null), .. slices.Select(s => new StoreWrite.Delete(SliceKey(s), s.Uid()))]);
        }

        if (service.At("spec", "selector") is not JsonObject { Count: > 0 })
        {
            return Reconciled.Nothing;
        }

        var groups = ServiceEndpoints.Of(service, store.List(Resources.Pods, key.Namespace).Items);
        var wanted = groups.Select(g => EndpointDocuments.Slice(service, g)).ToList();
        var writes = new List<StoreWrite>();
        Put(writes, endpointsKey, store.Get(endpointsKey), EndpointDocuments.Endpoints(service, groups));
        foreach (var slice in wanted)
        {
            Put(writes, SliceKey(slice), slices.Find(s => s.Name() == slice.Name()), slice);
        }

        writes.AddRange(slices.Where(s => !wanted.Exists(w => w.Name() == s.Name())).Select(s => new StoreWrite.Delete(SliceKey(s), s.Uid())));
        return Reconciled.Of(writes);
    }

    private static ResourceKey SliceKey(JsonObject slice) => new(Resources.EndpointSlices, slice.Namespace(), slice.Name());

    private static void Put(List<StoreWrite> writes, ResourceKey key, JsonObject? standing, JsonObject wanted)
    {
        if (standing is null)
        {
            writes.Add(new StoreWrite.Create(key, wanted));
            return;
        }

        var next = standing.Copy();
        foreach (string field in (ReadOnlySpan<string>)["subsets", "endpoints", "ports", "addressType"])
        {
            next.Remove(field);
            if (wanted[field] is { } value)
            {
                next[field] = value.DeepClone();
            }
        }

        if (!JsonNode.DeepEquals(next, standing))
        {
            writes.Add(new StoreWrite.Update(key, next));
        }
    }
}

using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.ReplicaSets;

/// <summary>ReplicaSet → Pods.</summary>
internal sealed class ReplicaSetController : IController
{
    public string Name => "replicaset-controller";

    public IReadOnlyList<WatchRule> Watches { get; } =
    [
        new(Resources.ReplicaSets, change => [change.Key]),
        new(Resources.Pods, change => change.Object.Controller() is { } owner && owner.Text("kind") == "ReplicaSet"
            ? [new ResourceKey(Resources.ReplicaSets, change.Key.Namespace, owner.Text("name") ?? "")]
            : []),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } set || set.IsDeleting())
        {
            return Reconciled.Nothing;
        }

        bool ending = store.Get(new ResourceKey(Resources.Namespaces, "", key.Namespace))?.IsDeleting() ?? false;
        return Decide(set, store.List(Resources.Pods, key.Namespace).Items, ending, now);
    }

    /// <summary>The decision, from the ReplicaSet and its namespace's pods.</summary>
    internal static Reconciled Decide(JsonObject set, IReadOnlyList<JsonObject> pods, bool namespaceEnds, DateTimeOffset now)
    {
        var writes = new List<StoreWrite>();
        var notes = new List<Note>();
        var reference = Owners.ControllerReference(set, "apps/v1", "ReplicaSet");
        foreach (var stray in pods.Where(p => p.IsAdoptable(set)))
        {
            writes.Add(new StoreWrite.Update(stray.Key(), stray.Adopted(reference.Copy())));
        }

        var active = pods.Where(p => (p.IsControlledBy(set) || p.IsAdoptable(set)) && p.IsActive()).ToList();
        int wanted = set.Int("spec", "replicas") ?? 1;
        for (int i = active.Count; i < wanted && !namespaceEnds; i++)
        {
            var pod = PodTemplates.PodOf(set, reference.Copy());
            writes.Add(new StoreWrite.Create(pod.Key(), pod));
            notes.Add(Note.Normal(set, "SuccessfulCreate", $"Created pod: {pod.Name()}"));
        }

        foreach (var pod in active.Order(DeletionOrder.Instance).Take(Math.Max(0, active.Count - wanted)))
        {
            writes.Add(pod.Deletion());
            notes.Add(Note.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}"));
        }

        var (status, again) = StatusOf(set, active, now);
        var next = set.Copy();
        next["status"] = status;
        if (!JsonNode.DeepEquals(next, set))
        {
            writes.Add(new StoreWrite.Update(new ResourceKey(Resources.ReplicaSets, set.Namespace(), set.Name()), next));
        }

        return new Reconciled(writes, notes, again);
    }

    private static (JsonObject Status, TimeSpan? Again) StatusOf(JsonObject set, List<JsonObject> active, DateTimeOffset now)
    {
        var status = new JsonObject
        {
            ["replicas"] = active.Count,
            ["fullyLabeledReplicas"] = active.Count,
            ["readyReplicas"] = active.Count(p => p.IsReady()),
            ["availableReplicas"] = active.Count(p => p.IsAvailable(set, now)),
            ["observedGeneration"] = set.Int("metadata", "generation") ?? 1,
        };
        return (status, active.NextAvailable(set, now));
    }
}

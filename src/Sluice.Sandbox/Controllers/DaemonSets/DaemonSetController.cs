using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.Startup;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.DaemonSets;

/// <summary>DaemonSet → one pod on the only node, if it is one that the set wants.</summary>
internal sealed class DaemonSetController : IController
{
    private const string HashLabel = "controller-revision-hash";

    public string Name => "daemonset-controller";

    public IReadOnlyList<WatchRule> Watches { get; } =
    [
        new(Resources.DaemonSets, change => [change.Key]),
        new(Resources.Pods, change => change.Object.Controller() is { } owner && owner.Text("kind") == "DaemonSet"
            ? [new ResourceKey(Resources.DaemonSets, change.Key.Namespace, owner.Text("name") ?? "")]
            : []),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        bool ending = store.Get(new ResourceKey(Resources.Namespaces, "", key.Namespace))?.IsDeleting() ?? false;
        if (ending || store.Get(key) is not { } set || set.IsDeleting())
        {
            return Reconciled.Nothing;
        }

        var node = store.Get(new ResourceKey(Resources.Nodes, "", ClusterBasics.NodeName));
        var own = store.List(Resources.Pods, key.Namespace).Items.Where(p => p.IsControlledBy(set)).ToList();
        return Decide(key, set, own, IsWanted(set, node), now);
    }

    private static bool IsWanted(JsonObject set, JsonObject? node) =>
        set.Map("spec", "template", "spec", "nodeSelector").All(wanted => node?.Labels().GetValueOrDefault(wanted.Key) == wanted.Value);

    private static Reconciled Decide(ResourceKey key, JsonObject set, List<JsonObject> own, bool wanted, DateTimeOffset now)
    {
        string hash = Names.Hash(set.At("spec", "template"));
        var writes = new List<StoreWrite>();
        var notes = new List<Note>();
        var active = own.Where(p => p.IsActive()).ToList();
        var current = active.Where(p => IsCurrent(p, hash)).ToList();
        bool surges = Share.Of(set.At("spec", "updateStrategy", "rollingUpdate", "maxSurge"), "0", 1, roundUp: true) > 0;
        bool updates = set.Text("spec", "updateStrategy", "type") != "OnDelete";
        bool hasRoom = own.TrueForAll(p => p.IsOver()) || (surges && updates && current.Count == 0);
        if (wanted && hasRoom)
        {
            var pod = PodTemplates.PodOf(set, Owners.ControllerReference(set, "apps/v1", "DaemonSet"), (HashLabel, hash));
            writes.Add(new StoreWrite.Create(pod.Key(), pod));
            notes.Add(Note.Normal(set, "SuccessfulCreate", $"Created pod: {pod.Name()}"));
        }

        bool replaces = updates && (!surges || current.Exists(p => p.IsAvailable(set, now)));
        foreach (var pod in own.Where(p => !p.IsDeleting() && (!wanted || p.IsOver() || (replaces && !IsCurrent(p, hash)))))
        {
            writes.Add(pod.Deletion());
            notes.Add(Note.Normal(set, "SuccessfulDelete", $"Deleted pod: {pod.Name()}"));
        }

        var next = set.Copy();
        next["status"] = StatusOf(set, active, current.Count, wanted, now);
        if (!JsonNode.DeepEquals(next, set))
        {
            writes.Add(new StoreWrite.Update(key, next));
        }

        return new Reconciled(writes, notes, active.NextAvailable(set, now));
    }

    private static bool IsCurrent(JsonObject pod, string hash) => pod.Labels().GetValueOrDefault(HashLabel) == hash;

    private static JsonObject StatusOf(JsonObject set, List<JsonObject> active, int updated, bool wanted, DateTimeOffset now)
    {
        int desired = wanted ? 1 : 0;
        int available = Math.Min(desired, active.Count(p => p.IsAvailable(set, now)));
        return new JsonObject
        {
            ["observedGeneration"] = set.Int("metadata", "generation") ?? 1,
            ["desiredNumberScheduled"] = desired,
            ["currentNumberScheduled"] = Math.Min(desired, active.Count),
            ["numberMisscheduled"] = wanted ? 0 : active.Count,
            ["updatedNumberScheduled"] = Math.Min(desired, updated),
            ["numberReady"] = Math.Min(desired, active.Count(p => p.IsReady())),
            ["numberAvailable"] = available,
            ["numberUnavailable"] = desired - available,
        };
    }
}

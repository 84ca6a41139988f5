using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.StatefulSets;

/// <summary>
/// StatefulSet → Pods with names that stay, one after the other unless it says Parallel. As in a real cluster, an ordered set goes
/// on with nothing, an update neither, while one of its pods is not ready. Revisions are not kept: a pod that is lost in the middle
/// of an update comes back with the new template.
/// </summary>
internal sealed class StatefulSetController : IController
{
    public string Name => "statefulset-controller";

    public IReadOnlyList<WatchRule> Watches { get; } =
    [
        new(Resources.StatefulSets, change => [change.Key]),
        new(Resources.Pods, change => change.Object.Controller() is { } owner && owner.Text("kind") == "StatefulSet"
            ? [new ResourceKey(Resources.StatefulSets, change.Key.Namespace, owner.Text("name") ?? "")]
            : []),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        bool ending = store.Get(new ResourceKey(Resources.Namespaces, "", key.Namespace))?.IsDeleting() ?? false;
        if (ending || store.Get(key) is not { } set || set.IsDeleting())
        {
            return Reconciled.Nothing;
        }

        var pods = OrdinalPods.Of(set, store.List(Resources.Pods, key.Namespace).Items);
        var claims = store.List(Resources.Claims, key.Namespace).Items.Select(c => c.Name()).ToHashSet();
        List<StoreWrite> writes = [.. Step(set, pods, now).SelectMany(write => write is StoreWrite.Create create ? [.. Claims(set, create.Value, claims), write] : (StoreWrite[])[write])];
        var notes = writes.Where(w => w.Key.Resource == Resources.Pods).Select(w => w is StoreWrite.Create
            ? Note.Normal(set, "SuccessfulCreate", $"create Pod {w.Key.Name} in StatefulSet {set.Name()} successful")
            : Note.Normal(set, "SuccessfulDelete", $"delete Pod {w.Key.Name} in StatefulSet {set.Name()} successful")).ToList();
        var next = set.Copy();
        next["status"] = StatefulSetStatus.Of(set, pods, now);
        if (!JsonNode.DeepEquals(next, set))
        {
            writes.Add(new StoreWrite.Update(key, next));
        }

        return new Reconciled(writes, notes, pods.Existing.NextAvailable(set, now));
    }

    /// <summary>What is done about the pods now; an ordered set does one thing at a time.</summary>
    private static IEnumerable<StoreWrite> Step(JsonObject set, OrdinalPods pods, DateTimeOffset now)
    {
        var steps = Missing(set, pods).Concat(pods.Condemned.Where(p => !p.IsDeleting()).Select(p => p.Deletion())).ToList();
        if (set.Text("spec", "podManagementPolicy") == "Parallel")
        {
            return steps.Count > 0 ? steps : Outdated(set, pods, now);
        }

        foreach (var (ordinal, pod) in pods.Wanted)
        {
            if (pod is null || pod.IsOver())
            {
                return Missing(set, pods).Take(1).Where(w => w.Key.Name == OrdinalPods.NameOf(set, ordinal));
            }

            if (pod.IsDeleting() || !pod.IsAvailable(set, now))
            {
                return [];
            }
        }

        return pods.Condemned.Count > 0 ? pods.Condemned.Take(1).Where(p => !p.IsDeleting()).Select(p => p.Deletion()) : Outdated(set, pods, now);
    }

    /// <summary>New pods for ordinals without one; a pod that is over makes room first.</summary>
    private static IEnumerable<StoreWrite> Missing(JsonObject set, OrdinalPods pods) =>
        from entry in pods.Wanted
        where entry.Pod is null || (entry.Pod.IsOver() && !entry.Pod.IsDeleting())
        let made = entry.Pod is null ? StatefulPods.New(set, entry.Ordinal, pods.UpdateRevision) : null
        select made is not null ? new StoreWrite.Create(made.Key(), made) : (StoreWrite)entry.Pod!.Deletion();

    /// <summary>The next pod that an update replaces: the highest one with another template, once those above it serve.</summary>
    private static IEnumerable<StoreWrite> Outdated(JsonObject set, OrdinalPods pods, DateTimeOffset now)
    {
        if (set.Text("spec", "updateStrategy", "type") == "OnDelete")
        {
            return [];
        }

        int partition = set.Int("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        foreach (var (ordinal, pod) in pods.Wanted.Reverse().TakeWhile(p => p.Ordinal >= partition))
        {
            if (pod is not null && !pod.IsDeleting() && OrdinalPods.RevisionOf(pod) != pods.UpdateRevision)
            {
                return [pod.Deletion()];
            }

            if (pod is null || pod.IsDeleting() || !pod.IsAvailable(set, now))
            {
                return [];
            }
        }

        return [];
    }

    /// <summary>The claims of a new pod that do not exist yet; they outlive it.</summary>
    private static IEnumerable<StoreWrite> Claims(JsonObject set, JsonObject pod, HashSet<string> existing) =>
        from template in set.Objects("spec", "volumeClaimTemplates")
        let claim = StatefulPods.Claim(set, template, pod)
        where !existing.Contains(claim.Name())
        select new StoreWrite.Create(new ResourceKey(Resources.Claims, set.Namespace(), claim.Name()), claim);
}

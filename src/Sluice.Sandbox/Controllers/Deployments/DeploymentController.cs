using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>Deployment → ReplicaSets.</summary>
internal sealed class DeploymentController : IController
{
    public string Name => "deployment-controller";

    public IReadOnlyList<WatchRule> Watches { get; } =
    [
        new(Resources.Deployments, change => [change.Key]),
        new(Resources.ReplicaSets, change => change.Object.Controller() is { } owner && owner.Text("kind") == "Deployment"
            ? [new ResourceKey(Resources.Deployments, change.Key.Namespace, owner.Text("name") ?? "")]
            : []),
        // Recreate waits for the old pods to be gone for good.
        new(Resources.Pods, change => change.Type == StoreEventType.Deleted && change.Object.Labels().TryGetValue(DeploymentView.HashLabel, out string? hash)
            && change.Object.Controller().Text("name") is { } set && set.EndsWith($"-{hash}", StringComparison.Ordinal)
            ? [new ResourceKey(Resources.Deployments, change.Key.Namespace, set[..^(hash.Length + 1)])]
            : []),
    ];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } deployment || deployment.IsDeleting())
        {
            return Reconciled.Nothing;
        }

        var sets = store.List(Resources.ReplicaSets, key.Namespace).Items;
        var adoptions = sets.Where(r => r.IsAdoptable(deployment))
            .Select(r => new StoreWrite.Update(DeploymentView.Key(r), r.Adopted(Reference(deployment))))
            .ToList<StoreWrite>();
        if (adoptions.Count > 0)
        {
            return new Reconciled(adoptions, []);
        }

        var view = new DeploymentView(deployment, sets.Where(r => r.IsControlledBy(deployment) && !r.IsDeleting()));
        return Decide(view, store.List(Resources.Pods, key.Namespace).Items, now);
    }

    /// <summary>The decision, from the deployment, what it owns and its namespace's pods.</summary>
    internal static Reconciled Decide(DeploymentView view, IReadOnlyList<JsonObject> pods, DateTimeOffset now)
    {
        var writes = new List<StoreWrite>();
        var notes = new List<Note>();
        (string, string)? news = null;
        bool mayStart = !view.IsRecreate || !view.Old.Any(set => DeploymentView.Desired(set) > 0 || pods.Any(p => p.IsControlledBy(set) && !IsFinished(p)));
        if (view.Current is null && !view.IsPaused && mayStart)
        {
            var created = NewReplicaSet.Of(view);
            writes.Add(new StoreWrite.Create(DeploymentView.Key(created), created));
            notes.Add(ScaleNote(view, created.Name(), 0, DeploymentView.Desired(created)));
            news = ("NewReplicaSetCreated", $"Created new replica set \"{created.Name()}\"");
        }

        if (view.Current is { } current && !view.IsPaused && DeploymentView.RevisionOf(current) < view.NextRevision)
        {
            news = ("FoundNewReplicaSet", $"Found new replica set \"{current.Name()}\"");
        }

        var scales = Scales(view, mayStart).ToDictionary(s => s.Name, s => s.Replicas);
        foreach (var set in view.All)
        {
            int? replicas = scales.TryGetValue(set.Name(), out int wanted) ? wanted : null;
            var next = ReplicaSetUpdate.Of(view, set, replicas);
            if (!JsonNode.DeepEquals(next, set))
            {
                writes.Add(new StoreWrite.Update(DeploymentView.Key(set), next));
            }

            if (replicas is { } to)
            {
                notes.Add(ScaleNote(view, set.Name(), DeploymentView.Desired(set), to));
            }
        }

        var (status, lateIn) = DeploymentStatus.Of(view, news, now);
        writes.AddRange(Forgotten(view, status));
        Finish(view, status, writes);
        return new Reconciled(writes, notes, lateIn);
    }

    internal static JsonObject Reference(JsonObject deployment) => Owners.ControllerReference(deployment, "apps/v1", "Deployment");

    private static bool IsFinished(JsonObject pod) => pod.Text("status", "phase") is "Failed" or "Succeeded";

    private static IReadOnlyList<ScaleTo> Scales(DeploymentView view, bool mayStart)
    {
        var current = view.Current is { } set ? DeploymentView.Facts(set) : null;
        var old = view.Old.Select(DeploymentView.Facts).ToList();
        if (view.IsPaused || (view.IsResized && !view.IsRecreate))
        {
            return view.IsResized ? Resize.Step(view.Bounds, current, old) : [];
        }

        if (view.IsRecreate)
        {
            var ended = old.Where(r => r.Desired > 0).Select(r => new ScaleTo(r.Name, 0));
            return current is { } && mayStart && current.Desired != view.Bounds.Replicas
                ? [.. ended, new ScaleTo(current.Name, view.Bounds.Replicas)]
                : ended.ToList();
        }

        return current is null ? [] : RollingUpdate.Step(view.Bounds, current, old);
    }

    private static IEnumerable<StoreWrite> Forgotten(DeploymentView view, JsonObject status)
    {
        int limit = view.Object.Int("spec", "revisionHistoryLimit") ?? 10;
        var idle = view.Old.Where(r => DeploymentView.Desired(r) == 0 && (r.Int("status", "replicas") ?? 0) == 0).ToList();
        return DeploymentStatus.IsComplete(view, status)
            ? idle.Take(Math.Max(0, idle.Count - limit)).Select(r => new StoreWrite.Delete(DeploymentView.Key(r), r.Uid()))
            : [];
    }

    private static void Finish(DeploymentView view, JsonObject status, List<StoreWrite> writes)
    {
        var next = view.Object.Copy();
        next["status"] = status;
        if (view.Current is not null || writes.OfType<StoreWrite.Create>().Any())
        {
            next.Ensure("metadata", "annotations")[DeploymentView.RevisionNote] = DeploymentView.Text(Math.Max(view.NextRevision, view.Current is { } c ? DeploymentView.RevisionOf(c) : 0));
        }

        if (!JsonNode.DeepEquals(next, view.Object))
        {
            writes.Add(new StoreWrite.Update(new ResourceKey(Resources.Deployments, view.Object.Namespace(), view.Object.Name()), next));
        }
    }

    private static Note ScaleNote(DeploymentView view, string set, int from, int to) =>
        Note.Normal(view.Object, "ScalingReplicaSet", $"Scaled {(to >= from ? "up" : "down")} replica set {set} from {from} to {to}");
}

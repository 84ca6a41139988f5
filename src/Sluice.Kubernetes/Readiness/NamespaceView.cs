using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness;

/// <summary>The mirrored objects of a namespace, and snapshots of services made from them. Used by one reader.</summary>
/// <param name="kinds">How many kinds are mirrored.</param>
internal sealed class NamespaceView(int kinds)
{
    public const string Deployments = "deployments";
    public const string ReplicaSets = "replicasets";
    public const string Pods = "pods";

    public const string HashLabel = "pod-template-hash";

    private readonly Dictionary<string, Dictionary<string, JsonObject>> objects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ILookup<string, JsonObject>> owned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject?> currentSets = new(StringComparer.Ordinal);
    private readonly ConditionalWeakTable<JsonObject, PodSnapshot> snapshots = [];
    private readonly HashSet<string> everSeen = new(StringComparer.Ordinal);
    private readonly TroubleClock clock = new();

    /// <summary>Whether every kind was listed once; before that, absence means nothing.</summary>
    public bool IsComplete => objects.Count == kinds;

    public void Take(MirrorChange change)
    {
        owned.Remove(change.Resource);
        if (change.Resource is Deployments or ReplicaSets)
        {
            currentSets.Clear();
        }

        switch (change)
        {
            case MirrorChange.Listed listed:
                objects[listed.Resource] = listed.Items.ToDictionary(NameOf, StringComparer.Ordinal);
                break;
            case MirrorChange.Put put:
                objects[put.Resource][NameOf(put.Item)] = put.Item;
                break;
            case MirrorChange.Removed removed:
                objects[removed.Resource].Remove(NameOf(removed.Item));
                break;
        }
    }

    /// <summary>An object of a mirrored kind; null when it is not there.</summary>
    public JsonObject? Find(string resource, string name)
    {
        JsonObject? found = objects.GetValueOrDefault(resource)?.GetValueOrDefault(name);
        if (found is not null)
        {
            everSeen.Add($"{resource}/{name}");
        }

        return found;
    }

    /// <summary>All objects of a mirrored kind; null before they were listed.</summary>
    public IReadOnlyCollection<JsonObject>? All(string resource) => objects.GetValueOrDefault(resource)?.Values;

    /// <summary>Objects of a mirrored kind that another object controls; sorted once for all questions between two changes.</summary>
    /// <param name="resource">What is asked for.</param>
    /// <param name="uid">Of the object that controls them.</param>
    public IEnumerable<JsonObject> OwnedBy(string resource, string uid)
    {
        if (!owned.TryGetValue(resource, out ILookup<string, JsonObject>? sorted))
        {
            owned[resource] = sorted = (All(resource) ?? []).ToLookup(Json.Controller, StringComparer.Ordinal);
        }

        return sorted[uid];
    }

    /// <summary>When a subject was first seen in this class of trouble, by our own clock.</summary>
    public DateTimeOffset Since(string subject, TroubleClass? trouble, DateTimeOffset now) => clock.Since(subject, trouble, now);

    /// <summary>Whether an object was there earlier.</summary>
    public bool WasSeen(string resource, string name) => everSeen.Contains($"{resource}/{name}");

    public WorkloadSnapshot Snapshot(string service, DateTimeOffset now)
    {
        JsonObject? deployment = objects.GetValueOrDefault(Deployments)?.GetValueOrDefault(service);
        if (deployment is null)
        {
            return new WorkloadSnapshot(service, null, null, now, []) { WasDeleted = everSeen.Contains(service) };
        }

        everSeen.Add(service);
        JsonObject? newest = CurrentReplicaSet(deployment);
        DeploymentSnapshot status = DeploymentSnapshot.Read(deployment);
        string? createFailure = newest is null ? status.CreateFailure : DeploymentSnapshot.CreateFailureOf(newest);
        DateTimeOffset since = clock.Since($"create/{service}", createFailure is null ? null : TroubleClass.Create, now);
        return new WorkloadSnapshot(service, status, createFailure, since, newest is null ? [] : PodsOf(newest, _ => true, now));
    }

    /// <summary>
    /// The ReplicaSet of the Deployment's current template, found by comparing templates, as an older one may still be
    /// the newest that the watch has shown.
    /// </summary>
    public JsonObject? CurrentReplicaSet(JsonObject deployment)
    {
        string uid = Json.Text(deployment["metadata"]?["uid"]);
        if (!currentSets.TryGetValue(uid, out JsonObject? set))
        {
            JsonNode? template = WithoutHash(deployment["spec"]?["template"]);
            currentSets[uid] = set = OwnedBy(ReplicaSets, uid)
                .Where(r => JsonNode.DeepEquals(WithoutHash(r["spec"]?["template"]), template))
                .OrderByDescending(r => Json.Text(r["metadata"]?["creationTimestamp"]), StringComparer.Ordinal)
                .FirstOrDefault();
        }

        return set;
    }

    /// <summary>The state of a pod; read once for as long as the pod does not change.</summary>
    public PodSnapshot PodOf(JsonObject json) => snapshots.GetValue(json, PodSnapshot.Read);

    /// <summary>Pods that an object controls and that are not on their way out.</summary>
    public IReadOnlyList<ObservedPod> PodsOf(JsonObject owner, Func<JsonObject, bool> counts, DateTimeOffset now)
    {
        string uid = Json.Text(owner["metadata"]?["uid"]);
        var observed = new List<ObservedPod>();
        foreach (JsonObject json in OwnedBy(Pods, uid).Where(counts))
        {
            ObservedPod pod = Observe(json, now);
            if (!pod.Pod.Terminating)
            {
                observed.Add(pod);
            }
        }

        return observed;
    }

    /// <summary>A pod with what watching it told.</summary>
    public ObservedPod Observe(JsonObject json, DateTimeOffset now)
    {
        PodSnapshot pod = PodOf(json);
        PodTrouble? trouble = PodTroubles.Of(pod, container => clock.EarlierRestarts(pod, container));
        return new ObservedPod(pod, trouble, clock.Since(pod.Uid, trouble?.Class, now));
    }

    private static JsonNode? WithoutHash(JsonNode? template)
    {
        JsonNode? copy = template?.DeepClone();
        if (copy?["metadata"]?["labels"] is JsonObject labels)
        {
            labels.Remove(HashLabel);
        }

        (copy?["metadata"] as JsonObject)?.Remove("creationTimestamp");
        return copy;
    }

    private static string NameOf(JsonObject json) => Json.Text(json["metadata"]?["name"]);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Deployments;

/// <summary>A Deployment and what it owns, as read at one moment.</summary>
internal sealed class DeploymentView
{
    public const string RevisionNote = "deployment.kubernetes.io/revision";
    public const string DesiredNote = "deployment.kubernetes.io/desired-replicas";
    public const string MaxNote = "deployment.kubernetes.io/max-replicas";
    public const string HashLabel = "pod-template-hash";

    /// <param name="deployment">The object.</param>
    /// <param name="owned">Its ReplicaSets, in any order.</param>
    public DeploymentView(JsonObject deployment, IEnumerable<JsonObject> owned)
    {
        Object = deployment;
        var sets = owned.OrderBy(RevisionOf).ThenBy(r => r.Created()).ThenBy(r => r.Name(), StringComparer.Ordinal).ToList();
        Current = sets.Find(r => JsonNode.DeepEquals(WithoutHash(r.At("spec", "template")), WithoutHash(Template)));
        Old = sets.Where(r => r != Current).ToList();
        int replicas = deployment.Int("spec", "replicas") ?? 1;
        var rolling = deployment.At("spec", "strategy", "rollingUpdate");
        int surge = Share.Of(rolling.At("maxSurge"), "25%", replicas, roundUp: true);
        int unavailable = Share.Of(rolling.At("maxUnavailable"), "25%", replicas, roundUp: false);
        IsRecreate = deployment.Text("spec", "strategy", "type") == "Recreate";
        Bounds = IsRecreate
            ? new RolloutBounds(replicas, 0, replicas)
            : new RolloutBounds(replicas, surge, surge == 0 && unavailable == 0 ? 1 : Math.Min(unavailable, replicas));
    }

    public JsonObject Object { get; }

    public JsonNode? Template => Object.At("spec", "template");

    /// <summary>The ReplicaSet of the present template.</summary>
    public JsonObject? Current { get; }

    /// <summary>The other ReplicaSets, oldest revision first.</summary>
    public IReadOnlyList<JsonObject> Old { get; }

    public IEnumerable<JsonObject> All => Current is null ? Old : Old.Append(Current);

    public RolloutBounds Bounds { get; }

    public bool IsRecreate { get; }

    public bool IsPaused => Object.Flag("spec", "paused");

    /// <summary>The number of replicas was changed since the ReplicaSets were last scaled.</summary>
    public bool IsResized => All.Any(r => Desired(r) > 0 && r.Annotation(DesiredNote) is { } noted && noted != Text(Bounds.Replicas));

    public long NextRevision => Old.Select(RevisionOf).DefaultIfEmpty().Max() + 1;

    public static int Desired(JsonObject set) => set.Int("spec", "replicas") ?? 1;

    public static long RevisionOf(JsonObject set) =>
        long.TryParse(set.Annotation(RevisionNote), NumberStyles.None, CultureInfo.InvariantCulture, out long revision) ? revision : 0;

    public static ReplicaSetFacts Facts(JsonObject set) => new(
        set.Name(),
        Desired(set),
        set.Int("status", "availableReplicas") ?? 0,
        int.TryParse(set.Annotation(MaxNote), NumberStyles.None, CultureInfo.InvariantCulture, out int noted) ? noted : 0);

    public static ResourceKey Key(JsonObject set) => new(Resources.ReplicaSets, set.Namespace(), set.Name());

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static JsonObject WithoutHash(JsonNode? template)
    {
        var copy = template?.DeepClone() as JsonObject ?? [];
        (copy.At("metadata", "labels") as JsonObject)?.Remove(HashLabel);
        (copy.At("metadata") as JsonObject)?.Remove("creationTimestamp");
        return copy;
    }
}

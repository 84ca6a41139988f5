using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Readiness.Kinds;
using Sluice.Kubernetes.Stacks;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Kubernetes.Rolling;

/// <summary>
/// What the mirrored objects of a namespace say about a service that is updated in place: the pods of one workload, told apart by the
/// revision that they bear. Pure but for the view that it looks at.
/// </summary>
internal static class RollingView
{
    public static LaneSight Of(Lane lane, NamespaceView view, DateTimeOffset now)
    {
        StackId id = lane.CandidateId;
        if (view.Find(StackKinds.Workloads(id.Kind).Key, id.Name) is not { } workload)
        {
            return new LaneSight(new StackSight(0, 0), new StackSight(0, 0)) { Weight = lane.Stable is null ? 0 : null, Asked = 0 };
        }

        JsonObject[] pods = [.. StackView.ControlledBy(view, id).Where(pod => !view.PodOf(pod).Terminating)];
        string asked = StackView.RevisionOf(workload);
        bool isNew = asked == lane.Candidate.Revision;
        ILookup<bool, JsonObject> parted = pods.ToLookup(pod => RevisionOf(pod) == lane.Candidate.Revision);
        int fresh = Ready(view, parted[true]);
        int old = Ready(view, parted[false]);
        // Where people replace the pods by hand, those that are left are as they want them.
        bool isByHand = IsByHand(workload);
        bool isWhole = IsSeen(workload) && (isByHand || pods.All(pod => RevisionOf(pod) == asked));
        int? weight = !isWhole ? null : isNew ? 100 : 0;
        int desired = Desired(id.Kind, workload);
        string? failure = Failure(view, id, now);
        return new LaneSight(
            lane.Stable is null ? new StackSight(0, 0) : new StackSight(desired, isByHand && !isNew ? fresh + old : old, isNew ? null : failure),
            new StackSight(isNew ? desired : parted[true].Count(), isByHand && isNew ? fresh + old : fresh, isNew ? failure : null))
        {
            Weight = weight,
            Asked = isNew ? 100 : 0,
            Served = fresh + old > 0 ? 100.0 * fresh / (fresh + old) : null,
            IsPromoted = weight == 100,
        };
    }

    /// <summary>A workload as it was found.</summary>
    public static StackFacts Facts(StackId id, JsonObject workload)
    {
        string revision = StackView.RevisionOf(workload);
        JsonNode? status = workload["status"];
        int ready = Json.Int(id.Kind == "DaemonSet" ? status?["numberReady"] : status?["readyReplicas"]);
        return new StackFacts(id with { Mark = StackMark.OfRevision(revision) }, Desired(id.Kind, workload), ready, revision, IsServing: true);
    }

    private static string RevisionOf(JsonObject pod) => Json.Text(pod["metadata"]?["labels"]?[SluiceLabels.Revision]);

    private static int Ready(NamespaceView view, IEnumerable<JsonObject> pods) => pods.Count(pod => view.PodOf(pod).Ready);

    private static int Desired(string kind, JsonObject workload) =>
        kind == "DaemonSet" ? Json.Int(workload["status"]?["desiredNumberScheduled"]) : StackView.Asked(workload);

    /// <summary>Whether the status speaks about the current template.</summary>
    private static bool IsSeen(JsonObject workload) => Json.Long(workload["status"]?["observedGeneration"]) >= Json.Long(workload["metadata"]?["generation"]);

    private static bool IsByHand(JsonObject workload) =>
        workload["spec"]?["updateStrategy"] is { } update && (Json.Text(update["type"]) == "OnDelete" || Json.Int(update["rollingUpdate"]?["partition"]) > 0);

    private static string? Failure(NamespaceView view, StackId id, DateTimeOffset now)
    {
        ReadinessVerdict verdict = id.Kind == "Deployment"
            ? ReadinessRules.Judge(view.Snapshot(id.Name, now), now)
            : KindJudge.Judge(new KindTarget(RollingUpdate.Resource(id.Kind), id.Namespace, id.Name, StackKinds.Workloads(id.Kind).Key), view, now).Verdict;
        return verdict is ReadinessVerdict.Failed failed
            ? $"{(failed.Pod.Length > 0 ? $"pod {failed.Pod}" : $"{id.Kind}/{id.Name}")}: {failed.Trouble.State}: {failed.Trouble.Reason}"
            : null;
    }
}

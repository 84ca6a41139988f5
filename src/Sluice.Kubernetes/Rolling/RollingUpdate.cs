using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Releases;
using Sluice.Kubernetes.Stacks;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Rolling;

/// <summary>
/// Gives a workload that is updated in place the candidate's template, or the one of the release before; the cluster replaces its pods. Its
/// config comes with it.
/// </summary>
internal sealed class RollingUpdate(ApiClient client, ApiDiscovery discovery, Func<long> fence)
{
    private readonly VersionedPatch patches = new(client, new StackFence(fence));
    private readonly StackObjectsApply objects = new(client, discovery, new StackBudgets(client, discovery, new StackFence(fence)));

    /// <param name="lane">Is updated in place.</param>
    /// <param name="weight">0 or 100.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another weight: which pods are replaced first is the cluster's to say.</exception>
    public async Task<ClusterProblem?> SetAsync(Lane lane, int weight, CancellationToken cancellationToken)
    {
        if (weight is not (0 or 100))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A workload that is updated in place gives its candidate everything or nothing.");
        }

        if ((weight == 100 ? lane.Candidate : lane.Earlier) is not { } wanted)
        {
            return Unknown(lane);
        }

        // Whoever held the lock before and does not know better finds the mark, and writes nothing over what comes now.
        PatchOutcome marked = await patches.WriteAsync(Path(lane.CandidateId), Label(lane.CandidateId), Unmarked, cancellationToken).ConfigureAwait(false);
        return marked.Problem
            ?? await objects.ApplyAsync(wanted, cancellationToken).ConfigureAwait(false)
            ?? (weight == 0 ? await UnblockAsync(lane, wanted, cancellationToken).ConfigureAwait(false) : null);
    }

    public static string Path(StackId workload) =>
        Resource(workload.Kind).ObjectPath(workload.Namespace, workload.Name);

    public static ApiResource Resource(string kind) => new("apps/v1", kind, StackKinds.Workloads(kind).Key, true);

    public static string Label(StackId workload) => $"{workload.Kind}/{workload.Name} in {workload.Namespace}";

    private JsonObject? Unmarked(JsonObject live) =>
        StackNotes.Of(live, TrafficMarks.Fence) == fence().ToString(CultureInfo.InvariantCulture) ? null : [];

    // A broken pod keeps an ordered StatefulSet from going back, until somebody deletes it. What cannot be deleted shows by not being back.
    private async Task<ClusterProblem?> UnblockAsync(Lane lane, ServiceStack wanted, CancellationToken cancellationToken)
    {
        if (wanted.Workload.Kind == "StatefulSet")
        {
            await new BlockingPods(client, new ApplyTarget(wanted.Workload, Resource("StatefulSet"), wanted.Workload.Json, lane.Namespace)).RemoveAsync(cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static ClusterProblem Unknown(Lane lane)
    {
        string kind = lane.CandidateId.Kind.ToLowerInvariant();
        return new ClusterProblem(
            ClusterProblemKind.NotFound,
            $"{Label(lane.CandidateId)}: what it was before this release is not kept here, so it does not go back by itself.",
            $"kubectl -n {lane.Namespace} rollout undo {kind} {lane.Candidate.Name}");
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>
/// A service that no Service selects takes its work by itself, from a queue for instance, and every pod takes its part. What was asked for
/// is kept at the candidate's Deployment, so that a rollout knows how far it is.
/// </summary>
internal sealed class UnroutedShare(FencedApply apply)
{
    public static bool IsFor(Lane lane) => lane.Pointers.Count == 0;

    public async Task<ClusterProblem?> SetAsync(Lane lane, int weight, CancellationToken cancellationToken)
    {
        string path = $"/apis/apps/v1/namespaces/{Uri.EscapeDataString(lane.Namespace)}/deployments/{Uri.EscapeDataString(lane.Candidate.Name)}";
        var fields = new FencedFields([], new Dictionary<string, string> { [TrafficMarks.Weight] = weight.ToString(CultureInfo.InvariantCulture) });
        ClusterProblem? problem = await apply
            .ChangeAsync(path, $"Deployment/{lane.Candidate.Name} in {lane.Namespace}", _ => fields, cancellationToken)
            .ConfigureAwait(false);

        // What is not there has no part.
        return weight == 0 && problem is { Kind: ClusterProblemKind.NotFound } ? null : problem;
    }

    public static TrafficSight Read(Lane lane, NamespaceView view)
    {
        if (view.All(NamespaceView.Deployments) is null)
        {
            return TrafficSight.Unknown;
        }

        JsonNode? asked = view.Find(NamespaceView.Deployments, lane.Candidate.Name)?["metadata"]?["annotations"]?[TrafficMarks.Weight];
        int weight = int.TryParse(Json.Text(asked), NumberStyles.None, CultureInfo.InvariantCulture, out int found) ? found : 0;
        double candidate = Ready(view, lane.CandidateId);
        double all = candidate + (lane.Stable is { } stable ? Ready(view, stable) : 0);
        return new TrafficSight(weight, all > 0 ? 100 * candidate / all : null, weight == 100 && candidate > 0);
    }

    private static int Ready(NamespaceView view, StackId stack) =>
        (view.All(TrafficResource.Pods.Key) ?? []).Count(p => StackPods.Bears(p["metadata"]?["labels"], stack) && StackPods.IsReady(p));
}

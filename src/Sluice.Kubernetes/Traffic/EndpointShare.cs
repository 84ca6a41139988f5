using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Whose pods are ready behind a Service.</summary>
/// <param name="Stable">Pods of the stack that served when the rollout began.</param>
/// <param name="Candidate">Pods of the stack on trial.</param>
/// <param name="Others">Addresses that are neither, or are not known to be.</param>
internal sealed record EndpointShare(int Stable, int Candidate, int Others)
{
    private const string ServiceName = "kubernetes.io/service-name";

    /// <summary>The query that lists the slices of a Service.</summary>
    public static string Query(string service) => $"{ServiceName}={service}";

    public static EndpointShare Of(Lane lane, NamespaceView view, string service)
    {
        var pods = new HashSet<string>(StringComparer.Ordinal);
        int unknown = 0;
        IEnumerable<JsonObject> endpoints = (view.All(TrafficResource.Slices.Key) ?? [])
            .Where(slice => Json.Text(slice["metadata"]?["labels"]?[ServiceName]) == service)
            .SelectMany(slice => Json.Items(slice["endpoints"]));
        foreach (JsonObject endpoint in endpoints.Where(IsReady))
        {
            // A pod with an address of each family is in two slices and is one pod.
            if (Json.Text(endpoint["targetRef"]?["kind"]) == "Pod")
            {
                pods.Add(Json.Text(endpoint["targetRef"]?["name"]));
            }
            else
            {
                unknown++;
            }
        }

        JsonNode?[] labels = [.. pods.Select(name => view.Find(TrafficResource.Pods.Key, name)?["metadata"]?["labels"])];
        int candidate = labels.Count(l => StackPods.Bears(l, lane.CandidateId));
        int stable = lane.Stable is { } id ? labels.Count(l => StackPods.Bears(l, id)) : 0;
        return new EndpointShare(stable, candidate, labels.Length - stable - candidate + unknown);
    }

    // Absent stands for unknown, which is to be taken for ready.
    private static bool IsReady(JsonObject endpoint) => endpoint["conditions"]?["ready"] is null || Json.Flag(endpoint["conditions"]?["ready"]);
}

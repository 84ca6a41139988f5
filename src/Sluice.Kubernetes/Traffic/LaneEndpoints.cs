using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Looks whether Services lead to the candidate, where the next step must not be taken before.</summary>
internal sealed class LaneEndpoints(ApiClient client, ApiDiscovery discovery)
{
    /// <summary>Ready when behind every one of these Services are pods of the candidate, and nothing else.</summary>
    public async Task<Ensured> LeadToCandidateAsync(Lane lane, IEnumerable<string> services, CancellationToken cancellationToken)
    {
        ClusterResult<ApiResource> slices = await TrafficResource.Slices.FindAsync(discovery, cancellationToken).ConfigureAwait(false);
        if (!slices.Succeeded(out ApiResource? resource))
        {
            return Ensured.Failed(slices.Problems[0]);
        }

        var view = new NamespaceView(2);
        string pods = $"/api/v1/namespaces/{Uri.EscapeDataString(lane.Namespace)}/pods?labelSelector={Uri.EscapeDataString(StackPods.Query(lane.CandidateId))}";
        if (await ReadAsync(view, TrafficResource.Pods.Key, pods, cancellationToken).ConfigureAwait(false) is { } unread)
        {
            return Ensured.Failed(unread);
        }

        foreach (string service in services)
        {
            string path = $"{resource.CollectionPath(lane.Namespace)}?labelSelector={Uri.EscapeDataString(EndpointShare.Query(service))}";
            if (await ReadAsync(view, TrafficResource.Slices.Key, path, cancellationToken).ConfigureAwait(false) is { } problem)
            {
                return Ensured.Failed(problem);
            }

            if (EndpointShare.Of(lane, view, service) is not { Candidate: > 0, Stable: 0, Others: 0 })
            {
                return Ensured.NotYet;
            }
        }

        return Ensured.Ready;
    }

    private async Task<ClusterProblem?> ReadAsync(NamespaceView view, string key, string path, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> list = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (list.Error is { } error)
        {
            return Problems.Of(error, $"reading {key}");
        }

        view.Take(new MirrorChange.Listed(key, [.. Json.Items(list.Value!["items"])]));
        return null;
    }
}

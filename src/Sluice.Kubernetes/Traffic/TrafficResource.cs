using Sluice.Kubernetes.Discovery;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Traffic;

/// <summary>A collection that tells about traffic.</summary>
/// <param name="Key">Its name in a view.</param>
/// <param name="Kind">Kind of its objects.</param>
/// <param name="ApiVersions">Versions that say the same, the preferred one first: the first that a cluster serves is the one to read.</param>
internal sealed record TrafficResource(string Key, string Kind, IReadOnlyList<string> ApiVersions)
{
    public static TrafficResource Services { get; } = new("services", "Service", ["v1"]);

    public static TrafficResource Pods { get; } = new("pods", "Pod", ["v1"]);

    public static TrafficResource Slices { get; } = new("endpointslices", "EndpointSlice", ["discovery.k8s.io/v1", "discovery.k8s.io/v1beta1"]);

    public static TrafficResource Routes { get; } = new("httproutes", "HTTPRoute", ["gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1"]);

    public static TrafficResource Ingresses { get; } = new("ingresses", "Ingress", ["networking.k8s.io/v1"]);

    /// <summary>Where this cluster keeps it; the problem is the one of the preferred version.</summary>
    public async Task<ClusterResult<ApiResource>> FindAsync(ApiDiscovery discovery, CancellationToken cancellationToken)
    {
        ClusterResult<ApiResource> first = await discovery.FindAsync(ApiVersions[0], Kind, cancellationToken).ConfigureAwait(false);
        if (first.Value is not null || first.Problems.Any(p => !p.IsInput))
        {
            return first;
        }

        foreach (string version in ApiVersions.Skip(1))
        {
            ClusterResult<ApiResource> other = await discovery.FindAsync(version, Kind, cancellationToken).ConfigureAwait(false);
            if (other.Value is not null || other.Problems.Any(p => !p.IsInput))
            {
                return other;
            }
        }

        return first;
    }
}

using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Manifests.Versions;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Discovery;

/// <summary>An object as this cluster takes it.</summary>
/// <param name="Resource">Where it is kept.</param>
/// <param name="Json">In the version of <paramref name="Resource"/>; the manifest's own JSON where that is the version it is written in.</param>
internal sealed record ServedObject(ApiResource Resource, JsonObject Json);

/// <summary>Finds a version of each object that the cluster serves: the one it is written in, or another that says the same.</summary>
internal sealed class VersionNegotiation(ApiDiscovery discovery)
{
    public async Task<ClusterResult<ServedObject>> FindAsync(ManifestObject item, CancellationToken cancellationToken)
    {
        ClusterResult<ApiResource> found = await discovery.FindAsync(item.ApiVersion, item.Kind, cancellationToken).ConfigureAwait(false);
        if (found.Succeeded(out ApiResource? resource))
        {
            return ClusterResult<ServedObject>.Ok(new ServedObject(resource, item.Json));
        }

        if (found.Problems.Any(p => !p.IsInput))
        {
            return ClusterResult<ServedObject>.Failed(found.Problems);
        }

        var refused = new List<ClusterProblem>();
        foreach (string version in ApiVersions.Others(item.ApiVersion, item.Kind))
        {
            ClusterResult<ApiResource> other = await discovery.FindAsync(version, item.Kind, cancellationToken).ConfigureAwait(false);
            if (!other.Succeeded(out ApiResource? served))
            {
                continue;
            }

            VersionOutcome outcome = ApiVersions.Convert(item.Json, version);
            if (outcome.Json is { } json)
            {
                return ClusterResult<ServedObject>.Ok(new ServedObject(served, json));
            }

            refused.Add(Lossy(item, version, outcome.Obstacles));
        }

        return ClusterResult<ServedObject>.Failed(refused.Count > 0 ? refused : found.Problems);
    }

    private static ClusterProblem Lossy(ManifestObject item, string version, IReadOnlyList<string> obstacles) => new(
        ClusterProblemKind.Invalid,
        $"the cluster serves {item.Kind} not in {item.ApiVersion} but in {version}, which cannot say the same: {string.Join("; ", obstacles)}.",
        $"Leave these fields out for this cluster, or deploy to one that serves {item.ApiVersion}.");
}

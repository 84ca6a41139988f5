using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Traffic;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Stacks;

/// <summary>A namespace as its first lists show it.</summary>
/// <param name="Name">Of the namespace.</param>
/// <param name="View">The objects.</param>
/// <param name="Mirrors">By the name of the mirror: the collection, and the revision of the list, from where it can be watched.</param>
internal sealed record ListedNamespace(string Name, NamespaceView View, IReadOnlyDictionary<string, ListedCollection> Mirrors)
{
    /// <param name="client">The cluster.</param>
    /// <param name="discovery">Of the same cluster.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="kinds">Which collections.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public static async Task<ClusterResult<ListedNamespace>> ReadAsync(
        ApiClient client, ApiDiscovery discovery, string ns, IReadOnlyCollection<TrafficResource> kinds, CancellationToken cancellationToken)
    {
        var view = new NamespaceView(kinds.Count);
        var problems = new List<ClusterProblem>();
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TrafficResource kind in kinds)
        {
            ClusterResult<ApiResource> found = await kind.FindAsync(discovery, cancellationToken).ConfigureAwait(false);
            if (found.Succeeded(out ApiResource? resource))
            {
                paths[kind.Key] = resource.CollectionPath(ns);
            }
            else if (StackKinds.MayBeUnknown(kind) && found.Problems.All(p => p.IsInput))
            {
                view.Take(new MirrorChange.Listed(kind.Key, []));
            }
            else
            {
                problems.AddRange(found.Problems);
            }
        }

        (string Mirror, ApiResult<JsonObject> Answer)[] answers = await Task
            .WhenAll(paths.Select(async path => (path.Key, await client.GetAsync(path.Value, cancellationToken).ConfigureAwait(false))))
            .ConfigureAwait(false);
        var collections = new Dictionary<string, ListedCollection>(StringComparer.Ordinal);
        foreach ((string mirror, ApiResult<JsonObject> answer) in answers)
        {
            if (answer.Succeeded(out JsonObject? list, out ApiError? error))
            {
                view.Take(new MirrorChange.Listed(mirror, [.. Json.Items(list["items"])]));
                collections[mirror] = new ListedCollection(paths[mirror], Json.Text(list["metadata"]?["resourceVersion"]));
            }
            else
            {
                problems.Add(Problems.Of(error, $"reading {mirror} of {ns}"));
            }
        }

        return problems.Count > 0
            ? ClusterResult<ListedNamespace>.Failed([.. problems.Distinct()])
            : ClusterResult<ListedNamespace>.Ok(new ListedNamespace(ns, view, collections));
    }
}

/// <summary>A collection that was listed.</summary>
/// <param name="Path">Of the collection.</param>
/// <param name="Revision">Of the list.</param>
internal sealed record ListedCollection(string Path, string Revision);

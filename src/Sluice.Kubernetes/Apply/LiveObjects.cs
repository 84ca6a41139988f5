using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>What the cluster has now, read with one list per kind and namespace.</summary>
internal sealed class LiveObjects
{
    private readonly Dictionary<string, JsonObject> byPath = new(StringComparer.Ordinal);
    private readonly HashSet<string> namespaces = new(StringComparer.Ordinal);

    private LiveObjects()
    {
    }

    public static async Task<ClusterResult<LiveObjects>> ReadAsync(ApiClient client, IReadOnlyList<ApplyTarget> targets, CancellationToken cancellationToken)
    {
        var live = new LiveObjects();
        IGrouping<string, ApplyTarget>[] collections = [.. targets.GroupBy(t => t.Resource.CollectionPath(t.Namespace), StringComparer.Ordinal)];
        Task<ClusterProblem?>[] reads = [.. collections.Select(c => live.ReadAsync(client, c.Key, [.. c], cancellationToken))];
        ClusterProblem[] problems = [.. (await Task.WhenAll(reads).ConfigureAwait(false)).OfType<ClusterProblem>().Distinct()];
        return problems.Length == 0 ? ClusterResult<LiveObjects>.Ok(live) : ClusterResult<LiveObjects>.Failed(problems);
    }

    public JsonObject? Find(ApplyTarget target) => byPath.GetValueOrDefault(target.Path);

    /// <summary>Whether the namespace is there; only known of those whose Namespace object is among the targets.</summary>
    public bool HasNamespace(string name) => namespaces.Contains(name);

    private async Task<ClusterProblem?> ReadAsync(ApiClient client, string collection, IReadOnlyList<ApplyTarget> targets, CancellationToken cancellationToken)
    {
        // One object is read by itself: many may read their own object without being allowed to list all.
        if (targets is [var only])
        {
            ApiResult<JsonObject> one = await client.GetAsync(only.Path, cancellationToken).ConfigureAwait(false);
            if (one.Succeeded(out JsonObject? json, out ApiError? error))
            {
                Take(only, json);
                return null;
            }

            return error.IsNotFound ? null : Problems.Of(error, only.Label);
        }

        ApiResult<JsonObject> list = await client.GetAsync(collection, cancellationToken).ConfigureAwait(false);
        if (!list.Succeeded(out JsonObject? items, out ApiError? refused))
        {
            return refused.IsNotFound ? null : Problems.Of(refused, $"reading {collection}");
        }

        Dictionary<string, JsonObject> byName = (items["items"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .ToDictionary(i => i["metadata"]?["name"]?.GetValue<string>() ?? "", StringComparer.Ordinal);
        foreach (ApplyTarget target in targets)
        {
            if (byName.TryGetValue(target.Object.Name, out JsonObject? json))
            {
                Take(target, json);
            }
        }

        return null;
    }

    private void Take(ApplyTarget target, JsonObject json)
    {
        lock (byPath)
        {
            byPath[target.Path] = json;
            if (target.IsNamespace)
            {
                namespaces.Add(target.Object.Name);
            }
        }
    }
}

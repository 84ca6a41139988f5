using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Journal;

/// <summary>ConfigMaps of Sluice's own: lists and removes them.</summary>
internal static class OwnObjects
{
    public static async Task<ClusterResult<IReadOnlyList<JsonObject>>> ListAsync(ApiClient client, string ns, string selector, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync(Collection(ns) + selector, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? list, out ApiError? error))
        {
            return error.IsNotFound
                ? ClusterResult<IReadOnlyList<JsonObject>>.Ok([])
                : ClusterResult<IReadOnlyList<JsonObject>>.Failed(Problems.Of(error, $"ConfigMaps in {ns}"));
        }

        // Items of a list do not say what they are, and are to be sent back.
        List<JsonObject> items = [.. Json.Items(list["items"]).OfType<JsonObject>().Select(item => (JsonObject)item.DeepClone())];
        items.ForEach(item => (item["apiVersion"], item["kind"]) = ("v1", "ConfigMap"));
        return ClusterResult<IReadOnlyList<JsonObject>>.Ok(items);
    }

    /// <summary>Best effort: what stays is found again the next time.</summary>
    public static Task RemoveAsync(ApiClient client, string ns, string name, CancellationToken cancellationToken) =>
        client.DeleteAsync($"{Collection(ns)}/{name}", null, cancellationToken);

    private static string Collection(string ns) => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/configmaps";
}

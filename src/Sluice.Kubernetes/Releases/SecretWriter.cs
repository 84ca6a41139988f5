using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Releases;

/// <summary>Writes Secrets of Sluice's own, over those that are there.</summary>
internal static class SecretWriter
{
    /// <summary>Null when it is written.</summary>
    public static async Task<ApiError?> WriteAsync(ApiClient client, string collection, JsonObject secret, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> created = await client.CreateAsync(collection, (JsonObject)secret.DeepClone(), cancellationToken).ConfigureAwait(false);
        if (created.Error is not { AlreadyExists: true })
        {
            return created.Error;
        }

        string path = $"{collection}/{Json.Text(secret["metadata"]?["name"])}";
        ApiResult<JsonObject> read = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out JsonObject? live, out ApiError? error))
        {
            return error;
        }

        var next = (JsonObject)secret.DeepClone();
        next["metadata"]!["resourceVersion"] = Json.Text(live["metadata"]?["resourceVersion"]);
        return (await client.ReplaceAsync(path, next, cancellationToken).ConfigureAwait(false)).Error;
    }
}

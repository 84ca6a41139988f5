using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;

namespace Sluice.Kubernetes.Schemas;

/// <summary>
/// The schemas that the cluster publishes: OpenAPI 3 by group and version, or OpenAPI 2 as one document. Asked for only when
/// needed, once; by one caller at a time.
/// </summary>
internal sealed class ClusterSchemas(ApiClient client)
{
    /// <summary>The minor version of Kubernetes 1 from which on servers refuse unknown fields when asked to.</summary>
    private const int StrictSince = 25;

    private readonly Dictionary<string, SchemaDocument?> documents = new(StringComparer.Ordinal);
    private JsonObject? index;
    private bool? isStrict;

    /// <summary>Whether the server itself refuses fields that it does not know. A server that does not tell its version is taken for a present one.</summary>
    public async Task<bool> IsStrictAsync(CancellationToken cancellationToken)
    {
        isStrict ??= (await ServerVersion.ReadAsync(client, cancellationToken).ConfigureAwait(false)).Value is not { Minor: < StrictSince };
        return isStrict.Value;
    }

    /// <summary>The schema of a kind, or <see langword="null"/> when the cluster publishes none: then only the server's own checks remain.</summary>
    public async Task<ObjectSchema?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        index ??= (await client.GetAsync("/openapi/v3", cancellationToken).ConfigureAwait(false)).Value ?? [];
        string root = apiVersion.Contains('/', StringComparison.Ordinal) ? $"apis/{apiVersion}" : $"api/{apiVersion}";
        string path = index["paths"]?[root]?["serverRelativeURL"]?.ToString() ?? "/openapi/v2";
        if (!documents.TryGetValue(path, out SchemaDocument? document))
        {
            ApiResult<JsonObject> answer = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            documents[path] = document = answer.Value is { } json ? new SchemaDocument(json) : null;
        }

        return document?.Find(apiVersion, kind);
    }
}

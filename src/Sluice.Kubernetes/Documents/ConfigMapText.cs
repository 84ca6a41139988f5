using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Documents;

/// <summary>A text of Sluice's own in a ConfigMap, changed by whoever comes, without losing a change.</summary>
/// <param name="client">Whose guard decides about writes.</param>
/// <param name="ns">The namespace.</param>
/// <param name="name">Name of the ConfigMap.</param>
/// <param name="key">The key in it.</param>
/// <param name="time">For the pauses between attempts.</param>
internal sealed class ConfigMapText(ApiClient client, string ns, string name, string key, TimeProvider time)
{
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private string Collection => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/configmaps";

    /// <summary>The text; empty where there is none.</summary>
    public async Task<ClusterResult<string>> ReadAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync($"{Collection}/{name}", cancellationToken).ConfigureAwait(false);
        return answer.Error is { IsNotFound: false } error
            ? ClusterResult<string>.Failed(Problem(error))
            : ClusterResult<string>.Ok(TextOf(answer.Value));
    }

    /// <summary>Changes the text; is asked again when someone else wrote in between.</summary>
    /// <param name="change">Makes the new text of the old one; null when the old one is none that it can read, which ends the attempt.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    /// <returns>What went wrong, or null.</returns>
    public async Task<ClusterProblem?> ChangeAsync(Func<string, string?> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ApiResult<JsonObject> answer = await client.GetAsync($"{Collection}/{name}", cancellationToken).ConfigureAwait(false);
            if (answer.Error is { IsNotFound: false } unread)
            {
                return Problem(unread);
            }

            if (change(TextOf(answer.Value)) is not { } text)
            {
                return Unreadable();
            }

            ApiResult<JsonObject> written = await WriteAsync(answer.Value, text, cancellationToken).ConfigureAwait(false);
            if (written.Succeeded(out _, out ApiError? error))
            {
                return null;
            }

            // Another run wrote in between: read again and change what it wrote.
            if (error.Status != 409 || attempt == Attempts)
            {
                return Problem(error);
            }

            await Task.Delay(Pause * attempt * (0.5 + Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The text is there, and is none of ours.</summary>
    public ClusterProblem Unreadable() => new(
        ClusterProblemKind.Invalid,
        $"ConfigMap/{name} in {ns}: {key} is not what this version of Sluice reads; it is left as it is.",
        $"kubectl -n {ns} get configmap {name} -o yaml; rename it to start a new one.");

    private Task<ApiResult<JsonObject>> WriteAsync(JsonObject? current, string text, CancellationToken cancellationToken)
    {
        if (current is not null)
        {
            current["data"] = new JsonObject { [key] = text };
            return client.ReplaceAsync($"{Collection}/{name}", current, cancellationToken);
        }

        var fresh = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = ns,
                ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "sluice" },
            },
            ["data"] = new JsonObject { [key] = text },
        };
        return client.CreateAsync(Collection, fresh, cancellationToken);
    }

    private string TextOf(JsonObject? configMap) => configMap?["data"]?[key]?.GetValue<string>() ?? "";

    private ClusterProblem Problem(ApiError error) => Problems.Of(error, $"ConfigMap/{name} in {ns}");
}

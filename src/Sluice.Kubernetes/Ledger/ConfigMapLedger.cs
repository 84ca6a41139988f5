using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Ledger;

/// <summary>The ledger in the ConfigMap <c>sluice-ledger</c> of the environment's namespace.</summary>
public sealed class ConfigMapLedger(ApiClient client, string ns, TimeProvider time) : ILedger
{
    /// <summary>Name of the ConfigMap.</summary>
    public const string Name = "sluice-ledger";

    /// <summary>The key in it.</summary>
    public const string Key = "entries.json";

    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private string Collection => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/configmaps";

    public async Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync($"{Collection}/{Name}", cancellationToken).ConfigureAwait(false);
        if (answer.Error is { } error)
        {
            return error.IsNotFound ? ClusterResult<IReadOnlyList<LedgerEntry>>.Ok([]) : ClusterResult<IReadOnlyList<LedgerEntry>>.Failed(Problem(error));
        }

        return Entries(answer.Value!) is { } entries
            ? ClusterResult<IReadOnlyList<LedgerEntry>>.Ok(entries)
            : ClusterResult<IReadOnlyList<LedgerEntry>>.Failed(Unreadable());
    }

    public Task<ClusterResult<LedgerEntry>> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        ChangeAsync(entries => LedgerDocument.Append(entries, entry), cancellationToken);

    public Task<ClusterResult<LedgerEntry>> ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken) => ChangeAsync(
        entries => LedgerDocument.Replace(entries, entry) is { } text ? (entry, text) : LedgerDocument.Append(entries, entry),
        cancellationToken);

    private async Task<ClusterResult<LedgerEntry>> ChangeAsync(
        Func<IReadOnlyList<LedgerEntry>, (LedgerEntry Stored, string Text)> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ApiResult<JsonObject> answer = await client.GetAsync($"{Collection}/{Name}", cancellationToken).ConfigureAwait(false);
            if (answer.Error is { IsNotFound: false } unread)
            {
                return ClusterResult<LedgerEntry>.Failed(Problem(unread));
            }

            if (Entries(answer.Value ?? []) is not { } entries)
            {
                return ClusterResult<LedgerEntry>.Failed(Unreadable());
            }

            (LedgerEntry stored, string text) = change(entries);
            ApiResult<JsonObject> written = await WriteAsync(answer.Value, text, cancellationToken).ConfigureAwait(false);
            if (written.Succeeded(out _, out ApiError? error))
            {
                return ClusterResult<LedgerEntry>.Ok(stored);
            }

            // Another deploy wrote in between: read again and change what it wrote.
            if (error.Status != 409 || attempt == Attempts)
            {
                return ClusterResult<LedgerEntry>.Failed(Problem(error));
            }

            await Task.Delay(Pause * attempt * (0.5 + Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<ApiResult<JsonObject>> WriteAsync(JsonObject? current, string text, CancellationToken cancellationToken)
    {
        if (current is not null)
        {
            current["data"] = new JsonObject { [Key] = text };
            return client.ReplaceAsync($"{Collection}/{Name}", current, cancellationToken);
        }

        var fresh = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject
            {
                ["name"] = Name,
                ["namespace"] = ns,
                ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "sluice" },
            },
            ["data"] = new JsonObject { [Key] = text },
        };
        return client.CreateAsync(Collection, fresh, cancellationToken);
    }

    private static IReadOnlyList<LedgerEntry>? Entries(JsonObject configMap) =>
        LedgerDocument.Read(configMap["data"]?[Key]?.GetValue<string>() ?? "");

    private ClusterProblem Problem(ApiError error) => Problems.Of(error, $"ConfigMap/{Name} in {ns}");

    private ClusterProblem Unreadable() => new(
        ClusterProblemKind.Invalid,
        $"ConfigMap/{Name} in {ns}: {Key} is not a ledger that this version of Sluice reads; it is left as it is.",
        $"kubectl -n {ns} get configmap {Name} -o yaml; rename it to start a new ledger.");
}

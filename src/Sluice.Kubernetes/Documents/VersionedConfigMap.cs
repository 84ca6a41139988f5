using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Documents;

/// <summary>
/// A ConfigMap of Sluice's own that one run writes again and again: it remembers what it wrote last, so that a change is one
/// request, and finds out by the version when someone else wrote in between.
/// </summary>
/// <param name="client">Whose guard decides about writes.</param>
/// <param name="ns">The namespace.</param>
/// <param name="name">Name of the ConfigMap.</param>
/// <param name="labels">For one that is made; those that are there are kept.</param>
/// <param name="time">For the pauses between attempts.</param>
internal sealed class VersionedConfigMap(ApiClient client, string ns, string name, IReadOnlyDictionary<string, string> labels, TimeProvider time)
{
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private JsonObject? last;

    public string Name => name;

    private string Collection => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/configmaps";

    /// <summary>The object as it is, also for the next change; a fresh one where there is none.</summary>
    public async Task<ClusterResult<JsonObject>> ReadAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync($"{Collection}/{name}", cancellationToken).ConfigureAwait(false);
        if (answer.Error is { IsNotFound: false } error)
        {
            return ClusterResult<JsonObject>.Failed(Problem(error));
        }

        last = answer.Value;
        return ClusterResult<JsonObject>.Ok(Copy());
    }

    /// <summary>Takes an object that was read elsewhere, in a list, for the state of this one.</summary>
    public void Seen(JsonObject live) => last = live;

    /// <summary>Changes the object; is asked again when someone else wrote in between.</summary>
    /// <param name="change">Changes a copy of the object; answers with why nothing is to be written, or null.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    /// <returns>What went wrong, or null.</returns>
    public async Task<ClusterProblem?> ChangeAsync(Func<JsonObject, ClusterProblem?> change, CancellationToken cancellationToken)
    {
        bool isKnown = last is not null;
        for (int attempt = 1; ; attempt++)
        {
            if (!isKnown && (await ReadAsync(cancellationToken).ConfigureAwait(false)).Problems is [var unread, ..])
            {
                return unread;
            }

            JsonObject next = Copy();
            if (change(next) is { } refusal)
            {
                return refusal;
            }

            ApiResult<JsonObject> written = last is null
                ? await client.CreateAsync(Collection, next, cancellationToken).ConfigureAwait(false)
                : await client.ReplaceAsync($"{Collection}/{name}", next, cancellationToken).ConfigureAwait(false);
            if (written.Succeeded(out JsonObject? stored, out ApiError? error))
            {
                last = stored;
                return null;
            }

            // Someone else wrote, or removed it: read again, and decide anew.
            bool isStale = error.Status == 409 || (error.IsNotFound && last is not null);
            (last, isKnown) = (null, false);
            if (!isStale || attempt == Attempts)
            {
                return Problem(error);
            }

            await Task.Delay(Pause * attempt * (0.5 + Random.Shared.NextDouble()), time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A key is there, and is none of ours.</summary>
    public ClusterProblem Unreadable(string key, string why) => new(
        ClusterProblemKind.Invalid,
        $"ConfigMap/{name} in {ns}, key {key}: {why}; it is left as it is.",
        $"kubectl -n {ns} get configmap {name} -o yaml shows it; kubectl -n {ns} delete configmap {name} forgets it.");

    private ClusterProblem Problem(ApiError error) => Problems.Of(error, $"ConfigMap/{name} in {ns}");

    private JsonObject Copy() => (JsonObject)(last ?? Fresh()).DeepClone();

    private JsonObject Fresh()
    {
        var all = new JsonObject { ["app.kubernetes.io/managed-by"] = "sluice" };
        foreach ((string key, string value) in labels)
        {
            all[key] = value;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns, ["labels"] = all },
        };
    }
}

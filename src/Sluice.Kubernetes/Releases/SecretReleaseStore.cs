using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;

namespace Sluice.Kubernetes.Releases;

/// <summary>Releases as gzip Secrets in the environment's namespace, labelled <c>sluice.dev/release</c>.</summary>
public sealed class SecretReleaseStore(ApiClient client, string ns) : IReleaseStore
{
    private string Collection => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/secrets";

    public async Task<ClusterResult<string>> PutAsync(StoredRelease release, CancellationToken cancellationToken)
    {
        if ((await GetAsync(release.Key, cancellationToken).ConfigureAwait(false)).Value is not null)
        {
            return ClusterResult<string>.Ok(release.Key);
        }

        foreach (JsonObject secret in SegmentedSecret.Split(release.Key, ReleaseDocument.Write(release), ns))
        {
            // One that is there is not whole, or of other bytes for the same content.
            if (await SecretWriter.WriteAsync(client, Collection, secret, cancellationToken).ConfigureAwait(false) is { } error)
            {
                return ClusterResult<string>.Failed(Problem(error));
            }
        }

        return ClusterResult<string>.Ok(release.Key);
    }

    public async Task<ClusterResult<StoredRelease>> GetAsync(string key, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await ListAsync($"{SegmentedSecret.Label}={key}", cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? list, out ApiError? error))
        {
            return ClusterResult<StoredRelease>.Failed(Problem(error));
        }

        // A server that knows no selectors, as a test's, answers with all.
        Dictionary<string, JsonObject> byName = Json.Items(list["items"])
            .Where(s => SegmentedSecret.KeyOf(s) == key)
            .ToDictionary(s => Json.Text(s["metadata"]?["name"]), StringComparer.Ordinal);
        return SegmentedSecret.Join(key, byName) is { } content && ReleaseDocument.Read(content) is { } release && release.Key == key
            ? ClusterResult<StoredRelease>.Ok(release)
            : ClusterResult<StoredRelease>.Failed(Unusable(key, byName.Count));
    }

    public async Task<ClusterResult<IReadOnlySet<string>>> KeysAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await ListAsync(SegmentedSecret.Label, cancellationToken).ConfigureAwait(false);
        return answer.Succeeded(out JsonObject? list, out ApiError? error)
            ? ClusterResult<IReadOnlySet<string>>.Ok(Json.Items(list["items"]).Select(SegmentedSecret.KeyOf).Where(k => k.Length > 0).ToFrozenSet(StringComparer.Ordinal))
            : ClusterResult<IReadOnlySet<string>>.Failed(Problem(error));
    }

    public async Task<IReadOnlyList<ClusterProblem>> ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await ListAsync(SegmentedSecret.Label, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? list, out ApiError? error))
        {
            return [Problem(error)];
        }

        // The first segment goes first: what is left of a release that is half gone does not count as one.
        var problems = new List<ClusterProblem>();
        foreach (JsonObject secret in Json.Items(list["items"]).Where(s => keys.Contains(SegmentedSecret.KeyOf(s))).OrderBy(s => Json.Text(s["metadata"]?["name"]), StringComparer.Ordinal))
        {
            ApiResult<JsonObject> gone = await client
                .DeleteAsync($"{Collection}/{Json.Text(secret["metadata"]?["name"])}", Preconditions.Of(secret), cancellationToken)
                .ConfigureAwait(false);
            if (gone.Error is { IsNotFound: false } refused)
            {
                problems.Add(Problem(refused));
            }
        }

        return problems;
    }

    private Task<ApiResult<JsonObject>> ListAsync(string selector, CancellationToken cancellationToken) =>
        client.GetAsync($"{Collection}?labelSelector={Uri.EscapeDataString(selector)}", cancellationToken);

    private ClusterProblem Problem(ApiError error) => Problems.Of(error, $"the stored releases in {ns}");

    private ClusterProblem Unusable(string key, int segments) => new(
        ClusterProblemKind.NotFound,
        segments == 0
            ? $"Secret/{SegmentedSecret.Name(key, 0)} in {ns}, which holds the objects of that release, is gone."
            : $"Secret/{SegmentedSecret.Name(key, 0)} in {ns} is not a stored release that this version of Sluice reads; it is left as it is.",
        "./build.sh History shows which releases are stored.");
}

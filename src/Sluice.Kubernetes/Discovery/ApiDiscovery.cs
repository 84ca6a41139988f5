using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Model.Input;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Discovery;

/// <summary>Which kinds the server serves, asked once per group and version.</summary>
public sealed class ApiDiscovery(ApiClient client)
{
    private readonly ConcurrentDictionary<string, Task<ApiResult<IReadOnlyList<ApiResource>>>> groups = new(StringComparer.Ordinal);

    /// <summary>Finds a kind; a kind or version that the server does not have is a problem that names the nearest ones.</summary>
    public async Task<ClusterResult<ApiResource>> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        ApiResult<IReadOnlyList<ApiResource>> answer = await ResourcesAsync(apiVersion, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out IReadOnlyList<ApiResource>? resources, out ApiError? error) && !error.IsNotFound)
        {
            return ClusterResult<ApiResource>.Failed(Problems.Of(error, $"looking up {kind} in {apiVersion}"));
        }

        return resources?.FirstOrDefault(r => r.Kind == kind) is { } found
            ? ClusterResult<ApiResource>.Ok(found)
            : ClusterResult<ApiResource>.Failed(await UnknownAsync(apiVersion, kind, resources, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Asks the server anew about a group and version: a definition may have brought a kind.</summary>
    public void Forget(string apiVersion) => groups.TryRemove(apiVersion, out _);

    private async Task<ApiResult<IReadOnlyList<ApiResource>>> ResourcesAsync(string apiVersion, CancellationToken cancellationToken)
    {
        Task<ApiResult<IReadOnlyList<ApiResource>>> asked = groups.GetOrAdd(apiVersion, version => FetchAsync(version, cancellationToken));
        bool answered = false;
        try
        {
            ApiResult<IReadOnlyList<ApiResource>> answer = await asked.ConfigureAwait(false);
            answered = answer.Error is null;
            return answer;
        }
        finally
        {
            // A failure is not remembered: the next question may find the server well, or the CRD installed.
            if (!answered)
            {
                groups.TryRemove(new KeyValuePair<string, Task<ApiResult<IReadOnlyList<ApiResource>>>>(apiVersion, asked));
            }
        }
    }

    private async Task<ApiResult<IReadOnlyList<ApiResource>>> FetchAsync(string apiVersion, CancellationToken cancellationToken)
    {
        string path = apiVersion.Contains('/', StringComparison.Ordinal) ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";
        ApiResult<JsonObject> answer = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? list, out ApiError? error))
        {
            return ApiResult<IReadOnlyList<ApiResource>>.Failed(error);
        }

        return ApiResult<IReadOnlyList<ApiResource>>.Ok([.. (list["resources"] as JsonArray ?? [])
            .OfType<JsonObject>()
            .Where(r => !Text(r["name"]).Contains('/', StringComparison.Ordinal))
            .Select(r => new ApiResource(apiVersion, Text(r["kind"]), Text(r["name"]), r["namespaced"]?.GetValue<bool>() ?? false))]);
    }

    /// <param name="apiVersion">Asked for.</param>
    /// <param name="kind">Asked for.</param>
    /// <param name="resources">What is served in that version; <see langword="null"/> when the version is not served at all.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    private async Task<ClusterProblem> UnknownAsync(string apiVersion, string kind, IReadOnlyList<ApiResource>? resources, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> versions = await VersionsAsync(cancellationToken).ConfigureAwait(false);
        string[] sameGroup = [.. versions.Where(v => v != apiVersion && Group(v) == Group(apiVersion))];
        List<ApiResource> known = [.. resources ?? []];
        foreach (string version in sameGroup)
        {
            known.AddRange((await ResourcesAsync(version, cancellationToken).ConfigureAwait(false)).Value ?? []);
        }

        string[] withKind = [.. known.Where(r => r.Kind == kind).Select(r => r.ApiVersion)];

        string lead = resources is null ? $"the cluster does not serve {apiVersion}, which {kind} is asked from." : $"the cluster serves no kind {kind} in {apiVersion}.";
        string instead = withKind.Length > 0 ? $"It serves {kind} in {string.Join(", ", withKind)}."
            : resources is not null ? Nearest(kind, known)
            : sameGroup.Length > 0 ? $"It serves {string.Join(", ", sameGroup)}, without {kind}."
            : NearestName.Of(apiVersion, versions) is { } nearest ? $"Did you mean {nearest}?"
            : "Is its CustomResourceDefinition installed?";
        return new ClusterProblem(ClusterProblemKind.Invalid, $"{lead} {instead}", resources is null ? "kubectl api-versions lists all of them." : "kubectl api-resources lists all kinds.");
    }

    private static string Nearest(string kind, IReadOnlyList<ApiResource> resources) => NearestName.Of(kind, resources.Select(r => r.Kind)) is { } nearest
        ? $"Did you mean {nearest}?"
        : $"It serves {string.Join(", ", resources.Select(r => r.Kind).Distinct().Order(StringComparer.Ordinal).Take(12))}.";

    private static string Group(string apiVersion) => apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion.Split('/')[0] : "";

    private async Task<IReadOnlyList<string>> VersionsAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync("/apis", cancellationToken).ConfigureAwait(false);
        IEnumerable<string> versions = (answer.Value?["groups"] as JsonArray ?? [])
            .SelectMany(g => g?["versions"] as JsonArray ?? [])
            .Select(v => Text(v?["groupVersion"]));
        return ["v1", .. versions];
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}

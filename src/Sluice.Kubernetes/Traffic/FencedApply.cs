using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Releases;
using Sluice.Manifests.Releases;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Traffic;

/// <summary>
/// Writes fields of objects that traffic depends on: bound to the version that was read, and not over the mark of whoever holds
/// the lock by now. The mark is written even where nothing else changes, so that whoever held the lock before gets a conflict.
/// </summary>
/// <param name="client">Whose guard decides about writes.</param>
/// <param name="fence">The fencing number of the lock that is held.</param>
internal sealed class FencedApply(ApiClient client, Func<long> fence)
{
    /// <summary>The cluster, people, and other services of one route write too, now and then between our look and our request.</summary>
    private const int Attempts = 10;

    /// <summary>Applies the fields that a change makes of the object as it is; null in place of fields writes nothing.</summary>
    /// <param name="path">Of the object.</param>
    /// <param name="label">For messages.</param>
    /// <param name="change">Is asked again after a conflict.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    /// <returns>What went wrong, or null.</returns>
    public async Task<ClusterProblem?> ChangeAsync(string path, string label, Func<JsonObject, FencedFields?> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ApiResult<JsonObject> read = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded(out JsonObject? live, out ApiError? unread))
            {
                return Problems.Of(unread, label);
            }

            if (Loss(live, label) is { } lost)
            {
                return lost;
            }

            if (change(live) is not { } fields)
            {
                return null;
            }

            ApiResult<JsonObject> written = await client.ApplyAsync(path, Body(live, fields), TrafficMarks.Manager, dryRun: false, cancellationToken).ConfigureAwait(false);
            if (written.Error is not { } error)
            {
                return null;
            }

            if (error.Status != 409 || attempt == Attempts)
            {
                return Problems.Of(error, label);
            }
        }
    }

    /// <summary>Applies a whole object of our own that may not exist yet. One of that name that we did not make is left alone.</summary>
    public async Task<ClusterProblem?> EnsureAsync(string path, string label, JsonObject body, CancellationToken cancellationToken)
    {
        bool isForeign = false;
        ClusterProblem? problem = await ChangeAsync(path, label, live => (isForeign = !IsOurs(live) && !IsFromJobs(live)) ? null : Fields(body), cancellationToken).ConfigureAwait(false);
        if (isForeign)
        {
            return new ClusterProblem(ClusterProblemKind.Conflict, $"{label} exists and was not made by Sluice, which needs that name for the candidate's part of the traffic.", "Rename it.");
        }

        if (problem is not { Kind: ClusterProblemKind.NotFound })
        {
            return problem;
        }

        ApiResult<JsonObject> made = await client.ApplyAsync(path, Body(body, Fields(body)), TrafficMarks.Manager, dryRun: false, cancellationToken).ConfigureAwait(false);
        return made.Error is { } error ? Problems.Of(error, label) : null;
    }

    /// <summary>Deletes an object of our own; what is gone, or is not ours, is no problem.</summary>
    public async Task<ClusterProblem?> RemoveAsync(string path, string label, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ApiResult<JsonObject> read = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded(out JsonObject? live, out ApiError? unread))
            {
                return unread.IsNotFound ? null : Problems.Of(unread, label);
            }

            if (!IsOurs(live))
            {
                return null;
            }

            if (Loss(live, label) is { } lost)
            {
                return lost;
            }

            ApiResult<JsonObject> deleted = await client.DeleteAsync(path, Preconditions.Of(live), cancellationToken).ConfigureAwait(false);
            if (deleted.Error is not { IsNotFound: false } error)
            {
                return null;
            }

            if (!error.IsConflict || attempt == Attempts)
            {
                return Problems.Of(error, label);
            }
        }
    }

    /// <summary>Whether it bears our mark.</summary>
    public static bool IsOurs(JsonObject live) => live["metadata"]?["annotations"]?[TrafficMarks.Fence] is not null;

    /// <summary>A problem when somebody wrote to it under a later lock.</summary>
    private ClusterProblem? Loss(JsonObject live, string label)
    {
        string mark = Json.Text(live["metadata"]?["annotations"]?[TrafficMarks.Fence]);
        return long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out long there) && there > fence()
            ? new ClusterProblem(ClusterProblemKind.LockLost, $"{label} was written under a later lock ({there}) than this run's ({fence()}), so this run changes nothing there.", "")
            : null;
    }

    // Jobs that ask a candidate have the same Service, applied with the other shared objects.
    private static bool IsFromJobs(JsonObject live) =>
        live["metadata"]?["labels"]?[SluiceLabels.Service] is not null && Ownership.OtherOwner(live) is null;

    private static FencedFields Fields(JsonObject body)
    {
        var rest = new JsonObject();
        foreach ((string key, JsonNode? value) in body.Where(f => f.Key is not ("apiVersion" or "kind" or "metadata" or "status")))
        {
            rest[key] = value?.DeepClone();
        }

        return new FencedFields(rest, Map(body["metadata"]?["annotations"])) { Labels = Map(body["metadata"]?["labels"]) };
    }

    private static Dictionary<string, string> Map(JsonNode? map) =>
        (map as JsonObject ?? []).ToDictionary(p => p.Key, p => Json.Text(p.Value), StringComparer.Ordinal);

    private JsonObject Body(JsonObject of, FencedFields fields)
    {
        var metadata = new JsonObject { ["name"] = of["metadata"]!["name"]!.DeepClone(), ["namespace"] = of["metadata"]!["namespace"]!.DeepClone() };
        if (of["metadata"]?["resourceVersion"] is { } version)
        {
            metadata["resourceVersion"] = version.DeepClone();
        }

        if (fields.Labels.Count > 0)
        {
            metadata["labels"] = Json(fields.Labels);
        }

        metadata["annotations"] = Json(fields.Annotations.Append(new(TrafficMarks.Fence, fence().ToString(CultureInfo.InvariantCulture))));
        var body = new JsonObject { ["apiVersion"] = of["apiVersion"]!.DeepClone(), ["kind"] = of["kind"]!.DeepClone(), ["metadata"] = metadata };
        foreach ((string key, JsonNode? value) in fields.Body)
        {
            body[key] = value?.DeepClone();
        }

        return body;

        static JsonObject Json(IEnumerable<KeyValuePair<string, string>> map) => new(map.Select(p => KeyValuePair.Create(p.Key, (JsonNode?)p.Value)));
    }
}

/// <summary>All that Sluice's traffic is to own of an object; what it owned before and is not among it goes.</summary>
/// <param name="Body">Fields beside the metadata.</param>
/// <param name="Annotations">Beside the fencing number.</param>
internal sealed record FencedFields(JsonObject Body, IReadOnlyDictionary<string, string> Annotations)
{
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Stacks;

/// <summary>What became of a change.</summary>
/// <param name="Problem">Why it could not be made; null otherwise.</param>
/// <param name="Object">The object as it is now; null where it does not exist.</param>
internal sealed record PatchOutcome(ClusterProblem? Problem, JsonObject? Object);

/// <summary>Changes single fields of an object as it was read: who wrote in between is read again, not overwritten.</summary>
internal sealed class VersionedPatch(ApiClient client, StackFence fence)
{
    /// <summary>
    /// Of the fields that a rollout sets beside what manifests say. A manager of their own: manifests are applied without these fields,
    /// and the server takes away what its last owner leaves out.
    /// </summary>
    public const string Manager = "sluice-scale";

    /// <summary>Controllers write the status now and then between our look and our request.</summary>
    private const int Attempts = 8;

    /// <param name="path">Of the object.</param>
    /// <param name="subject">What it is called in messages.</param>
    /// <param name="change">The merge patch for the object as it is; null where there is nothing to do.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public async Task<PatchOutcome> WriteAsync(string path, string subject, Func<JsonObject, JsonObject?> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ApiResult<JsonObject> read = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded(out JsonObject? live, out ApiError? error))
            {
                return new PatchOutcome(error.IsNotFound ? null : Problems.Of(error, subject), null);
            }

            if (fence.Loss(live, subject) is { } lost)
            {
                return new PatchOutcome(lost, live);
            }

            if (change(live) is not { } patch)
            {
                return new PatchOutcome(null, live);
            }

            fence.Mark(patch);
            patch["metadata"]!["resourceVersion"] = live["metadata"]?["resourceVersion"]?.DeepClone();
            ApiResult<JsonObject> written = await client.MergePatchAsync($"{path}?fieldManager={Manager}", patch, cancellationToken).ConfigureAwait(false);
            if (written.Succeeded(out JsonObject? stored, out ApiError? refused))
            {
                return new PatchOutcome(null, stored);
            }

            if (!(refused.IsConflict || refused.IsNotFound) || attempt == Attempts)
            {
                return new PatchOutcome(Problems.Of(refused, subject), live);
            }
        }
    }
}

using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Releases;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Deletes an object as it was read. One that is gone, or on its way out, is no problem.</summary>
internal sealed class VersionedDelete(ApiClient client, StackFence fence)
{
    /// <summary>Controllers write the status now and then between our look and our request.</summary>
    private const int Attempts = 8;

    /// <param name="path">Of the object.</param>
    /// <param name="subject">What it is called in messages.</param>
    /// <param name="isMeant">Whether the object as it is now is to go; another one of its name stays.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public async Task<ClusterProblem?> DeleteAsync(string path, string subject, Func<JsonObject, bool> isMeant, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ApiResult<JsonObject> read = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (!read.Succeeded(out JsonObject? live, out ApiError? error))
            {
                return error.IsNotFound ? null : Problems.Of(error, subject);
            }

            if (live["metadata"]?["deletionTimestamp"] is not null || !isMeant(live))
            {
                return null;
            }

            if (fence.Loss(live, subject) is { } lost)
            {
                return lost;
            }

            // A 404 may answer the repetition of a delete whose first answer was lost; the next look tells.
            ApiResult<JsonObject> deleted = await client.DeleteAsync(path, Preconditions.Of(live), cancellationToken).ConfigureAwait(false);
            if (deleted.Error is not { } refused)
            {
                return null;
            }

            if (!(refused.IsConflict || refused.IsNotFound) || attempt == Attempts)
            {
                return Problems.Of(refused, subject);
            }
        }
    }
}

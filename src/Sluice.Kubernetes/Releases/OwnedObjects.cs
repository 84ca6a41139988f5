using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Releases;

/// <summary>Looks for objects that Sluice applied, and deletes those that it may delete.</summary>
/// <param name="client">The cluster.</param>
/// <param name="discovery">Of the same cluster.</param>
/// <param name="defaultNamespace">For namespaced objects that name none.</param>
public sealed class OwnedObjects(ApiClient client, ApiDiscovery discovery, string defaultNamespace) : IOwnedObjects
{
    private const int ParallelRequests = 8;

    /// <summary>Someone may write between the look and the delete; who does so all the time keeps the object.</summary>
    private const int Attempts = 4;

    private readonly TargetFinder finder = new(discovery, defaultNamespace);

    public async Task<ClusterResult<IReadOnlyList<ManifestObject>>> MissingAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        FoundTargets found = await finder.FindAsync(objects, cancellationToken).ConfigureAwait(false);
        if (found.Problems.Count > 0)
        {
            return ClusterResult<IReadOnlyList<ManifestObject>>.Failed(found.Problems);
        }

        IReadOnlyList<ApplyTarget> targets = found.Targets;
        var answers = new ApiResult<JsonObject>[targets.Count];
        await Parallel.ForAsync(0, targets.Count, Options(cancellationToken), async (at, token) =>
            answers[at] = await client.GetAsync(targets[at].Path, token).ConfigureAwait(false)).ConfigureAwait(false);
        ClusterProblem[] problems = [.. targets.Zip(answers).Where(p => p.Second.Error is { IsNotFound: false }).Select(p => Problems.Of(p.Second.Error!, p.First.Label))];
        return problems.Length > 0
            ? ClusterResult<IReadOnlyList<ManifestObject>>.Failed(problems)
            : ClusterResult<IReadOnlyList<ManifestObject>>.Ok([.. targets.Zip(answers).Where(p => p.Second.Error is not null).Select(p => p.First.Object)]);
    }

    public async Task<IReadOnlyList<RemovedObject>> RemoveAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        var removed = new List<RemovedObject>();
        foreach (ManifestObject item in objects)
        {
            FoundTargets found = await finder.FindAsync([item], cancellationToken).ConfigureAwait(false);
            removed.Add(found.Targets is [var target]
                ? await RemoveAsync(target, cancellationToken).ConfigureAwait(false)
                : OfUnknownKind(item, found));
        }

        return removed;
    }

    public async Task<IReadOnlyList<RemovedObject>> UnblockAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        var removed = new List<RemovedObject>();
        FoundTargets found = await finder.FindAsync([.. objects.Where(o => o is { Kind: "StatefulSet", ApiVersion: "apps/v1" })], cancellationToken).ConfigureAwait(false);
        foreach (ApplyTarget target in found.Targets)
        {
            removed.AddRange(await new BlockingPods(client, target).RemoveAsync(cancellationToken).ConfigureAwait(false));
        }

        return removed;
    }

    private async Task<RemovedObject> RemoveAsync(ApplyTarget target, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            ApiResult<JsonObject> answer = await client.GetAsync(target.Path, cancellationToken).ConfigureAwait(false);
            if (!answer.Succeeded(out JsonObject? live, out ApiError? error))
            {
                return error.IsNotFound ? new RemovedObject(target.Object, Removal.Absent, "") : Failed(target, error);
            }

            if (live["metadata"]?["deletionTimestamp"] is not null)
            {
                return new RemovedObject(target.Object, Removal.Absent, "");
            }

            if (Ownership.OtherOwner(live) is { } owner)
            {
                return new RemovedObject(target.Object, Removal.NotOurs, owner);
            }

            ApiResult<JsonObject> deleted = await client.DeleteAsync(target.Path, Preconditions.Of(live), cancellationToken).ConfigureAwait(false);
            if (deleted.Error is not { } refused)
            {
                return new RemovedObject(target.Object, Removal.Removed, "");
            }

            // A 404 may answer the repetition of a delete whose first answer was lost; the next look tells.
            if (!(refused.IsConflict || refused.IsNotFound) || attempt == Attempts)
            {
                return Failed(target, refused);
            }
        }
    }

    // The kind went with its definition, and the objects with it.
    private static RemovedObject OfUnknownKind(ManifestObject item, FoundTargets found) => found.IsHopeless
        ? new RemovedObject(item, Removal.Failed, found.Problems[0].What)
        : new RemovedObject(item, Removal.Absent, "");

    private static RemovedObject Failed(ApplyTarget target, ApiError error) => new(target.Object, Removal.Failed, Problems.Of(error, "").What);

    private static ParallelOptions Options(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellationToken };
}

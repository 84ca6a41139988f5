using Sluice.Manifests;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Deploy;

/// <summary>
/// What goes into a namespace that does not exist yet, or is of a kind that is not defined yet, could not be checked to the
/// end, and in such a namespace the ledger has no place. So namespaces and definitions come first, and everything is checked
/// again before the next object.
/// </summary>
internal static class UnbornObjects
{
    /// <summary>The namespaces and definitions among what is about to be changed.</summary>
    public static IReadOnlyList<ManifestObject> Of(IReadOnlyList<ObjectChange> expected) => [.. expected.Where(IsNeededToCheckOthers).Select(change => change.Manifest)];

    /// <summary>Null when they are there and everything else was accepted again.</summary>
    public static async Task<DeployOutcome?> BearAsync(
        DeployRun run, IClusterObjects objects, IReadOnlyList<ManifestObject> unborn, CancellationToken cancellationToken)
    {
        if (unborn.Count == 0)
        {
            return null;
        }

        DeployOutcome? failure = await run.ApplyAsync(unborn, cancellationToken).ConfigureAwait(false);
        if (failure is not null)
        {
            return failure;
        }

        ClusterResult<IReadOnlyList<ObjectChange>> again = await objects.ValidateAsync(run.Objects, cancellationToken).ConfigureAwait(false);
        return again.Succeeded(out _) ? null : run.Refused(again.Problems);
    }

    private static bool IsNeededToCheckOthers(ObjectChange change) => change.Manifest.Kind switch
    {
        "Namespace" => change.Kind == ChangeKind.Created,
        "CustomResourceDefinition" => change.Kind != ChangeKind.Unchanged,
        _ => false,
    };
}

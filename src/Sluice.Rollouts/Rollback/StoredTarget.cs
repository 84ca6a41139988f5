using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Rollback;

/// <summary>Reads the release that is gone back to.</summary>
internal static class StoredTarget
{
    /// <summary>The release, if the cluster still has its Secrets: of them, nothing but the name is stored.</summary>
    public static async Task<ClusterResult<StoredRelease>> ReadAsync(DeployPorts ports, LedgerEntry target, CancellationToken cancellationToken)
    {
        ClusterResult<StoredRelease> read = await ports.Releases.GetAsync(target.Stored, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out StoredRelease? release))
        {
            return read;
        }

        ClusterResult<IReadOnlyList<ManifestObject>> missing = await ports.Owned.MissingAsync([.. release.Objects.Where(StoredRelease.IsSecret)], cancellationToken).ConfigureAwait(false);
        return missing.Succeeded(out IReadOnlyList<ManifestObject>? gone)
            ? gone.Count == 0 ? read : ClusterResult<StoredRelease>.Failed([.. gone.Select(s => Gone(target, s))])
            : ClusterResult<StoredRelease>.Failed(missing.Problems);
    }

    private static ClusterProblem Gone(LedgerEntry target, ManifestObject secret) => new(
        ClusterProblemKind.NotFound,
        $"{secret} of release {RollbackTargets.Name(target)} is gone from the cluster, and of Secrets no data is stored.",
        "Deploy the commit of that release again, or go back to another one with --to.");
}

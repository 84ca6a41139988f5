using Sluice.Manifests;
using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Tests.Driver;

/// <summary>What every deploy needs, as one process uses it until it is killed.</summary>
internal sealed class KillableDeployPorts(FakePorts cluster, Killer killer) : IClusterObjects, ILedger, IReleaseStore, IOwnedObjects
{
    public DeployPorts All => new(this, cluster, this, cluster, cluster) { Releases = this, Owned = this, Status = cluster, Evidence = cluster, Keepers = [cluster] };

    public Task<ClusterResult<IReadOnlyList<ObjectChange>>> ValidateAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken) => killer.Read(() => cluster.ValidateAsync(objects, cancellationToken));

    public async Task<ClusterResult<IReadOnlyList<ObjectChange>>> ApplyAsync(IReadOnlyList<ManifestObject> objects, Action<ObjectChange> applied, CancellationToken cancellationToken)
    {
        var changes = new List<ObjectChange>();
        foreach (var item in objects)
        {
            var result = await killer.Write($"apply {item}", () => cluster.ApplyAsync([item], applied, cancellationToken));
            if (!result.Succeeded(out var change))
            {
                return result;
            }

            changes.AddRange(change);
        }

        return ClusterResult<IReadOnlyList<ObjectChange>>.Ok(changes);
    }

    public Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ReadAsync(CancellationToken cancellationToken) => killer.Read(() => cluster.ReadAsync(cancellationToken));

    public Task<ClusterResult<LedgerEntry>> AppendAsync(LedgerEntry entry, CancellationToken cancellationToken) => killer.Write("ledger append", () => cluster.AppendAsync(entry, cancellationToken));

    public Task<ClusterResult<LedgerEntry>> ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken) => killer.Write("ledger replace", () => cluster.ReplaceAsync(entry, cancellationToken));

    public Task<ClusterResult<string>> PutAsync(StoredRelease release, CancellationToken cancellationToken) => killer.Write("store", () => cluster.PutAsync(release, cancellationToken));

    public Task<ClusterResult<StoredRelease>> GetAsync(string key, CancellationToken cancellationToken) => killer.Read(() => cluster.GetAsync(key, cancellationToken));

    public Task<ClusterResult<IReadOnlySet<string>>> KeysAsync(CancellationToken cancellationToken) => killer.Read(() => cluster.KeysAsync(cancellationToken));

    public Task<IReadOnlyList<ClusterProblem>> ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) => killer.Write("forget", () => cluster.ForgetAsync(keys, cancellationToken));

    public Task<ClusterResult<IReadOnlyList<ManifestObject>>> MissingAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken) => killer.Read(() => cluster.MissingAsync(objects, cancellationToken));

    public Task<IReadOnlyList<RemovedObject>> RemoveAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken) => killer.Write("remove objects", () => cluster.RemoveAsync(objects, cancellationToken));

    public Task<IReadOnlyList<RemovedObject>> UnblockAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken) => cluster.UnblockAsync(objects, cancellationToken);
}

using Sluice.Manifests;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Releases;
using Sluice.Rollouts.Status;

namespace Sluice.Rollouts.Tests;

/// <summary>What is kept of releases, and what goes.</summary>
internal sealed partial class FakePorts : IReleaseStore, IOwnedObjects, IEvidenceSource, IEvidenceKeeper, IServiceStateReader
{
    public Dictionary<string, StoredRelease> Stored { get; } = [];

    public bool StoreBroken { get; set; }

    /// <summary>Objects that belong to someone else.</summary>
    public HashSet<string> Foreign { get; } = [];

    /// <summary>Objects that cannot be deleted.</summary>
    public HashSet<string> Stuck { get; } = [];

    public List<EvidenceRequest> EvidenceRequests { get; } = [];

    /// <summary>Numbers of the releases whose evidence is kept.</summary>
    public List<int> KeptEvidence { get; } = [];

    /// <summary>What reading evidence waits for.</summary>
    public Task EvidenceDelay { get; set; } = Task.CompletedTask;

    public void Forget(string item) => live.Remove(item);

    public Task<ClusterResult<string>> PutAsync(StoredRelease release, CancellationToken cancellationToken)
    {
        Calls.Add("store");
        if (StoreBroken)
        {
            return Task.FromResult(ClusterResult<string>.Failed(new ClusterProblem(ClusterProblemKind.Forbidden, "no", "")));
        }

        Stored[release.Key] = release;
        return Task.FromResult(ClusterResult<string>.Ok(release.Key));
    }

    public Task<ClusterResult<StoredRelease>> GetAsync(string key, CancellationToken cancellationToken) => Task.FromResult(Stored.TryGetValue(key, out StoredRelease? release)
        ? ClusterResult<StoredRelease>.Ok(release)
        : ClusterResult<StoredRelease>.Failed(new ClusterProblem(ClusterProblemKind.NotFound, $"{key} is gone", "")));

    public Task<ClusterResult<IReadOnlySet<string>>> KeysAsync(CancellationToken cancellationToken) =>
        Task.FromResult(ClusterResult<IReadOnlySet<string>>.Ok(Stored.Keys.ToHashSet()));

    public Task<IReadOnlyList<ClusterProblem>> ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        foreach (string key in keys)
        {
            Stored.Remove(key);
        }

        return Task.FromResult<IReadOnlyList<ClusterProblem>>([]);
    }

    public Task<ClusterResult<IReadOnlyList<ManifestObject>>> MissingAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken) =>
        Task.FromResult(ClusterResult<IReadOnlyList<ManifestObject>>.Ok([.. objects.Where(o => !live.ContainsKey(o.ToString()))]));

    public Task<IReadOnlyList<RemovedObject>> RemoveAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<RemovedObject>>([.. objects.Select(Remove)]);
    }

    /// <summary>Pods that keep a StatefulSet from going back.</summary>
    public List<RemovedObject> Blocking { get; } = [];

    public Task<IReadOnlyList<RemovedObject>> UnblockAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        ManifestObject[] sets = [.. objects.Where(o => o.Kind == "StatefulSet")];
        if (sets.Length == 0)
        {
            return Task.FromResult<IReadOnlyList<RemovedObject>>([]);
        }

        Calls.Add($"unblock {string.Join(",", sets.AsEnumerable())}");
        RemovedObject[] gone = [.. Blocking];
        Blocking.Clear();
        return Task.FromResult<IReadOnlyList<RemovedObject>>(gone);
    }

    public async Task<EvidenceBundle?> CollectAsync(EvidenceRequest request, CancellationToken cancellationToken)
    {
        EvidenceRequests.Add(request);
        await EvidenceDelay.WaitAsync(cancellationToken);
        Calls.Add("evidence");
        return new EvidenceBundle([new EvidenceFile("backend-x/backend.log", "boom")]);
    }

    public Task<ClusterResult<string>> KeepAsync(int release, EvidenceBundle bundle, CancellationToken cancellationToken)
    {
        KeptEvidence.Add(release);
        return Task.FromResult(ClusterResult<string>.Ok($"evidence/{release}"));
    }

    public Task<ClusterResult<IReadOnlyList<ServiceState>>> ReadAsync(string ns, IReadOnlyList<string> services, CancellationToken cancellationToken) =>
        Task.FromResult(ClusterResult<IReadOnlyList<ServiceState>>.Ok([.. services.Select(s => new ServiceState(s, "image", $"rev{Marker($"Deployment/{s}")}", 1, 1, 2, null, []))]));

    private RemovedObject Remove(ManifestObject item)
    {
        string name = item.ToString();
        if (Foreign.Contains(name))
        {
            return new RemovedObject(item, Removal.NotOurs, "Helm");
        }

        if (Stuck.Contains(name))
        {
            return new RemovedObject(item, Removal.Failed, "no");
        }

        if (!live.Remove(name))
        {
            return new RemovedObject(item, Removal.Absent, "");
        }

        Calls.Add($"remove {name}");
        return new RemovedObject(item, Removal.Removed, "");
    }
}

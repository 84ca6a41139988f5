using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Ports;

/// <summary>Objects of earlier releases, kept in the environment itself.</summary>
public interface IReleaseStore
{
    /// <summary>Keeps a release; one that is there already is kept once. Answers with its key.</summary>
    Task<ClusterResult<string>> PutAsync(StoredRelease release, CancellationToken cancellationToken);

    /// <summary>The release of a key; one that is not there, or not whole, is a problem.</summary>
    Task<ClusterResult<StoredRelease>> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keys of all that are there.</summary>
    Task<ClusterResult<IReadOnlySet<string>>> KeysAsync(CancellationToken cancellationToken);

    /// <summary>Forgets releases. Answers with what could not be forgotten; empty is good.</summary>
    Task<IReadOnlyList<ClusterProblem>> ForgetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken);
}

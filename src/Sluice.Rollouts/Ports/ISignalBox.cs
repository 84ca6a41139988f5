using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Ports;

/// <summary>What people ask of a rollout that runs elsewhere. Written without the lock, which the rollout holds.</summary>
public interface ISignalBox
{
    /// <summary>Puts one in. Bounded: of those that nobody took, the oldest go.</summary>
    Task<ClusterProblem?> PostAsync(PersonSignal signal, CancellationToken cancellationToken);

    /// <summary>All that are in it, oldest first.</summary>
    Task<ClusterResult<IReadOnlyList<PersonSignal>>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Takes out those that were heard.</summary>
    Task<ClusterProblem?> TakeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);
}

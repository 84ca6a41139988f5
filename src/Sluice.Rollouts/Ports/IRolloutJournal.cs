using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Ports;

/// <summary>The record of rollouts, kept in the environment's cluster. Holds no secret.</summary>
public interface IRolloutJournal
{
    /// <summary>The newest rollout of the environment, over or not; the value of an environment that never had one is an empty list.</summary>
    Task<ClusterResult<IReadOnlyList<RolloutRecord>>> NewestAsync(CancellationToken cancellationToken);

    /// <summary>Writes a rollout, all of it; a new number begins a new one, and the oldest beyond a bound are forgotten.</summary>
    Task<ClusterProblem?> WriteAsync(RolloutRecord record, CancellationToken cancellationToken);

    /// <summary>Adds lines about what happened. Bounded: the oldest go.</summary>
    Task<ClusterProblem?> AppendAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken);

    /// <summary>What happened in a rollout, oldest first, as far as it is kept.</summary>
    Task<ClusterResult<IReadOnlyList<JournalLine>>> LinesAsync(int rollout, CancellationToken cancellationToken);

    /// <summary>Keeps what the gate of a service has learnt in the place of what was kept before.</summary>
    Task<ClusterProblem?> KeepGateAsync(int rollout, string service, byte[] learnt, CancellationToken cancellationToken);

    /// <summary>What the gates have learnt, by service.</summary>
    Task<ClusterResult<IReadOnlyDictionary<string, byte[]>>> GatesAsync(int rollout, CancellationToken cancellationToken);
}

using Sluice.Rollouts.Locking;

namespace Sluice.Rollouts.Ports;

/// <summary>Keeps the lock of one environment: one small record that is written only on top of the state that was read.</summary>
public interface ILeaseStore
{
    Task<ClusterResult<LeaseReading>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Stores a state. With an empty <see cref="LeaseState.Version"/> it creates the record, else it replaces exactly that version.</summary>
    Task<LeaseWrite> WriteAsync(LeaseState next, CancellationToken cancellationToken);
}

/// <summary>What was read.</summary>
/// <param name="Lease">Null when there is no record.</param>
/// <param name="ServerTime">The server's clock as it answered; null when it did not say.</param>
public sealed record LeaseReading(LeaseState? Lease, DateTimeOffset? ServerTime);

/// <summary>How a write ended. The closed list is this file.</summary>
public abstract record LeaseWrite
{
    private LeaseWrite()
    {
    }

    /// <param name="Lease">As it is stored, with its new version.</param>
    public sealed record Stored(LeaseState Lease) : LeaseWrite;

    /// <summary>Someone else wrote since the state was read; nothing was stored.</summary>
    public sealed record Stale : LeaseWrite;

    /// <summary>There is no namespace to store it in.</summary>
    public sealed record NoNamespace : LeaseWrite;

    /// <summary>Not known whether it was stored.</summary>
    public sealed record Failed(ClusterProblem Problem) : LeaseWrite;
}

namespace Sluice.Rollouts.Ports;

/// <summary>Is asked right before every request that changes something in the environment.</summary>
public interface IWriteGuard
{
    /// <summary>Null when the request may be sent, else why not. Quick as long as the answer is certain.</summary>
    ValueTask<ClusterProblem?> CheckAsync(CancellationToken cancellationToken);
}

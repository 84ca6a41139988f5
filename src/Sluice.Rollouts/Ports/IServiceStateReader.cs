using Sluice.Rollouts.Status;

namespace Sluice.Rollouts.Ports;

/// <summary>Looks at services without changing anything.</summary>
public interface IServiceStateReader
{
    /// <summary>One status per service, in the given order; services that are not deployed are among them.</summary>
    Task<ClusterResult<IReadOnlyList<ServiceState>>> ReadAsync(string ns, IReadOnlyList<string> services, CancellationToken cancellationToken);
}

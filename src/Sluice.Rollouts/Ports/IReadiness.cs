using Sluice.Manifests;
using Sluice.Rollouts.Events;

namespace Sluice.Rollouts.Ports;

/// <summary>Waits until workloads serve, and finds out early when they will not.</summary>
public interface IReadiness
{
    Task<ReadinessResult> WaitAsync(ReadinessRequest request, IDeployObserver observer, CancellationToken cancellationToken);
}

/// <summary>Which workloads to wait for.</summary>
/// <param name="Namespace">Where they are.</param>
/// <param name="Services">Names of services; each is the name of a Deployment. Names without a Deployment count as ready.</param>
/// <param name="Deadline">More than zero; counts from the call and nothing extends it.</param>
public sealed record ReadinessRequest(string Namespace, IReadOnlyList<string> Services, TimeSpan Deadline)
{
    /// <summary>
    /// What was applied with them. Those among them that can become ready are waited for too, be it a database that belongs to no
    /// service or an object of somebody else's kind.
    /// </summary>
    public IReadOnlyList<ManifestObject> Objects { get; init; } = [];
}

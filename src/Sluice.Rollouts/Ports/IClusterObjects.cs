using Sluice.Manifests;

namespace Sluice.Rollouts.Ports;

/// <summary>Validates and applies objects of any kind.</summary>
public interface IClusterObjects
{
    /// <summary>
    /// Asks the server what applying would do, changing nothing. Answers with one change per object, in the given order,
    /// or with every refusal of every object.
    /// </summary>
    Task<ClusterResult<IReadOnlyList<ObjectChange>>> ValidateAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken);

    /// <summary>Applies objects one after the other in the given order and stops at the first refusal.</summary>
    /// <param name="objects">What to apply.</param>
    /// <param name="applied">Called after each object.</param>
    /// <param name="cancellationToken">Stops between objects.</param>
    Task<ClusterResult<IReadOnlyList<ObjectChange>>> ApplyAsync(IReadOnlyList<ManifestObject> objects, Action<ObjectChange> applied, CancellationToken cancellationToken);
}

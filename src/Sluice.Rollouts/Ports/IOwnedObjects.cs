using Sluice.Manifests;

namespace Sluice.Rollouts.Ports;

/// <summary>Objects that Sluice applied before.</summary>
public interface IOwnedObjects
{
    /// <summary>Those that the cluster does not have, in the given order.</summary>
    Task<ClusterResult<IReadOnlyList<ManifestObject>>> MissingAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken);

    /// <summary>Deletes objects one after the other, as far as they are still ours; each delete is bound to the object that was looked at.</summary>
    Task<IReadOnlyList<RemovedObject>> RemoveAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes pods of ordered StatefulSets that have another revision than the set's present one and are not ready: the set goes on
    /// with nothing while one is there, also after its template was set back. Other kinds among the objects are passed over.
    /// </summary>
    Task<IReadOnlyList<RemovedObject>> UnblockAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken);
}

/// <summary>What became of an object that was to go.</summary>
public enum Removal
{
    Removed,

    /// <summary>It was gone already, or is on its way out.</summary>
    Absent,

    /// <summary>It belongs to someone else now and was left alone.</summary>
    NotOurs,

    /// <summary>It is still there and could not be deleted.</summary>
    Failed,
}

/// <summary>An object that was to go and what became of it.</summary>
/// <param name="Manifest">As it was applied once.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Detail">Who owns it, or why it could not be deleted; empty otherwise.</param>
public sealed record RemovedObject(ManifestObject Manifest, Removal Result, string Detail);

using Sluice.Manifests;

namespace Sluice.Rollouts;

/// <summary>What applying an object does, or did, to the cluster.</summary>
public enum ChangeKind
{
    Unchanged,
    Created,
    Configured,
}

/// <summary>One object and what became of it.</summary>
/// <param name="Manifest">As it is written.</param>
/// <param name="Kind">What became of it.</param>
/// <param name="SentAs">The API version that the cluster got it in, when it does not serve the one it is written in.</param>
public sealed record ObjectChange(ManifestObject Manifest, ChangeKind Kind, string? SentAs = null)
{
    /// <summary>Both states of the object, where the server was asked beforehand; null of what was applied.</summary>
    public ObjectPreview? Preview { get; init; }
}

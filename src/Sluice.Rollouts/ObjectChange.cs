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
public sealed record ObjectChange(ManifestObject Manifest, ChangeKind Kind);

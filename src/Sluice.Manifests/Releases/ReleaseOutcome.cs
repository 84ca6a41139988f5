using Sluice.Manifests.Checks;

namespace Sluice.Manifests.Releases;

/// <summary>The revision of one service in a rendering.</summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Workload">The object that runs it.</param>
/// <param name="Revision">See <see cref="RevisionHash"/>.</param>
/// <param name="Image">Image reference with digest.</param>
public sealed record ServiceRevision(string Service, ManifestObject Workload, string Revision, string Image);

/// <summary>Outcome of binding a rendering to images.</summary>
/// <param name="Objects">The objects as they are to be applied; empty if there are findings that stop.</param>
/// <param name="Revisions">One for each workload of a service.</param>
/// <param name="RenderedHash">Hash over <paramref name="Objects"/>.</param>
/// <param name="Findings">What stops it; empty if all is well.</param>
public sealed record ReleaseOutcome(
    IReadOnlyList<ManifestObject> Objects,
    IReadOnlyList<ServiceRevision> Revisions,
    string RenderedHash,
    IReadOnlyList<ManifestFinding> Findings)
{
    public bool IsRendered => Findings.Count == 0;
}

using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Supply.Evidence;

/// <summary>Evidence in the layout, next to the images it is about.</summary>
public static class EvidenceStore
{
    /// <summary>Records evidence; what was recorded for the same image before is replaced.</summary>
    /// <param name="layout">Holds the image.</param>
    /// <param name="image">The image manifest's descriptor; its digest is the evidence's subject.</param>
    /// <param name="evidence">What to record.</param>
    /// <param name="cancellationToken">Stops waiting for the layout.</param>
    /// <exception cref="ArgumentException">The evidence is about another image.</exception>
    /// <exception cref="IOException">The disk is full or not writable.</exception>
    public static async Task<Descriptor> SaveAsync(OciLayout layout, Descriptor image, ScanEvidence evidence, CancellationToken cancellationToken)
    {
        if (evidence.Subject != image.Digest)
        {
            throw new ArgumentException($"The evidence is about {evidence.Subject}, the image is {image.Digest}.", nameof(evidence));
        }

        var before = await layout.ReferrersAsync(image.Digest, ScanEvidence.ArtifactType, cancellationToken).ConfigureAwait(false);
        var content = evidence.ToDocument();
        await layout.PutAsync(content, cancellationToken).ConfigureAwait(false);
        await layout.PutAsync(ArtifactManifest.EmptyConfig, cancellationToken).ConfigureAwait(false);
        var artifact = await layout.PutManifestAsync(EvidenceArtifact.For(image, content).ToDocument(), null, cancellationToken).ConfigureAwait(false);

        var replaced = before.Select(entry => entry.Digest).Where(digest => digest != artifact.Digest).ToHashSet();
        if (replaced.Count > 0)
        {
            await layout.UnlistAsync(replaced, cancellationToken).ConfigureAwait(false);
        }

        return artifact;
    }

    /// <summary>The evidence for an image in the layout; never <see cref="EvidenceLookup.Unreachable"/>.</summary>
    public static async Task<EvidenceLookup> FindAsync(OciLayout layout, Digest image, CancellationToken cancellationToken)
    {
        var read = new List<(ScanEvidence?, Descriptor, string?)>();
        foreach (var artifact in await layout.ReferrersAsync(image, ScanEvidence.ArtifactType, cancellationToken).ConfigureAwait(false))
        {
            var (evidence, problem) = await ReadAsync(layout, artifact, image, cancellationToken).ConfigureAwait(false);
            read.Add((evidence, artifact, problem));
        }

        return EvidenceArtifact.Choose(read);
    }

    private static async Task<(ScanEvidence? Evidence, string? Problem)> ReadAsync(OciLayout layout, Descriptor artifact, Digest image, CancellationToken cancellationToken)
    {
        if (await layout.ReadAsync(artifact, cancellationToken).ConfigureAwait(false) is not { } manifest)
        {
            return (null, "the artifact is damaged");
        }

        var (content, problem) = EvidenceArtifact.Kind.ContentOf(manifest, image);
        if (content is null)
        {
            return (null, problem);
        }

        return await layout.ReadAsync(content, cancellationToken).ConfigureAwait(false) is { } record
            ? EvidenceArtifact.Read(content, record.Bytes, image)
            : (null, "the record is damaged or missing");
    }
}

using Sluice.Oci;

namespace Sluice.Supply.Evidence;

/// <summary>Evidence as an OCI artifact: one content, about one subject.</summary>
internal static class EvidenceArtifact
{
    public static ImageManifest For(Descriptor subject, OciDocument content) => ArtifactManifest.Create(ScanEvidence.ArtifactType, subject, [content.Descriptor]);

    /// <summary>The content's descriptor, or why the manifest is not evidence for <paramref name="subject"/>.</summary>
    public static (Descriptor? Content, string? Problem) ContentOf(OciDocument manifest, Digest subject)
    {
        if (!ImageManifest.TryRead(manifest.Bytes.Span, out var artifact, out var error))
        {
            return (null, error);
        }

        return artifact.ArtifactType != ScanEvidence.ArtifactType ? (null, $"the artifact is a \"{artifact.ArtifactType}\"")
            : artifact.Subject?.Digest != subject ? (null, $"the artifact is about {artifact.Subject?.Digest.ToString() ?? "nothing"}")
            : artifact.Layers is not [{ MediaType: ScanEvidence.ArtifactType } content] ? (null, "the artifact does not hold exactly one record of a scan")
            : content.Size > ScanEvidence.LargestDocument ? (null, $"the record has {content.Size} bytes; at most {ScanEvidence.LargestDocument} are allowed")
            : (content, null);
    }

    /// <summary>The evidence in bytes that came for <paramref name="content"/>, or why it is none for <paramref name="subject"/>.</summary>
    public static (ScanEvidence? Evidence, string? Problem) Read(Descriptor content, ReadOnlyMemory<byte> bytes, Digest subject)
    {
        if (Descriptor.Of(content.MediaType, bytes.Span) is var actual && (actual.Digest != content.Digest || actual.Size != content.Size))
        {
            return (null, $"the record's bytes are {actual.Digest}, not {content.Digest}");
        }

        return !ScanEvidence.TryRead(bytes.Span, out var evidence, out var error) ? (null, error)
            : evidence.Subject != subject ? (null, $"the record is of {evidence.Subject}")
            : (evidence, null);
    }

    /// <summary>One answer of several artifacts: the newest that can be used; of two with the same time the one that failed.</summary>
    public static EvidenceLookup Choose(IReadOnlyList<(ScanEvidence? Evidence, Descriptor Artifact, string? Problem)> read)
    {
        var newest = read.Where(one => one.Evidence is not null).OrderByDescending(one => one.Evidence!.ScannedAt).ThenBy(one => one.Evidence!.Verdict).FirstOrDefault();
        return newest.Evidence is { } evidence ? new EvidenceLookup.Found(evidence, newest.Artifact)
            : read.Count == 0 ? new EvidenceLookup.None()
            : new EvidenceLookup.Invalid(read[0].Problem!);
    }
}

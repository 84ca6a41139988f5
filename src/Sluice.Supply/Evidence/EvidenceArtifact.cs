using Sluice.Oci;
using Sluice.Supply.Artifacts;

namespace Sluice.Supply.Evidence;

/// <summary>Evidence as an OCI artifact: one content, about one subject.</summary>
internal static class EvidenceArtifact
{
    public static ArtifactKind Kind { get; } = new(ScanEvidence.ArtifactType, "record of a scan", ScanEvidence.LargestDocument);

    public static ImageManifest For(Descriptor subject, OciDocument content) => Kind.For(subject, content);

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

namespace Sluice.Oci.Layout;

/// <summary>How the referrers API describes a manifest that has a subject.</summary>
public static class Referrers
{
    /// <summary>The descriptor of <paramref name="document"/> when it is about <paramref name="subject"/>, with artifact type and annotations; else <see langword="null"/>.</summary>
    public static Descriptor? Describe(OciDocument document, Digest subject)
        => SubjectOf(document) is { } found && found.Subject == subject ? found.Descriptor : null;

    /// <summary>The subject of a manifest or index and its description, or <see langword="null"/> when it has none.</summary>
    public static (Digest Subject, Descriptor Descriptor)? SubjectOf(OciDocument document)
    {
        if (ImageManifest.TryRead(document.Bytes.Span, out var manifest, out _))
        {
            return manifest.Subject is null ? null : (manifest.Subject.Digest, document.Descriptor with
            {
                ArtifactType = manifest.ArtifactType ?? manifest.Config.MediaType,
                Annotations = manifest.Annotations,
            });
        }

        return ImageIndex.TryRead(document.Bytes.Span, out var index, out _) && index.Subject is not null
            ? (index.Subject.Digest, document.Descriptor with { ArtifactType = index.ArtifactType, Annotations = index.Annotations })
            : null;
    }
}

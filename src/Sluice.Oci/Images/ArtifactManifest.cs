namespace Sluice.Oci;

/// <summary>
/// Artifacts (evidence, SBOM, signatures) as the OCI specifications 1.1 want them: an image manifest with an
/// <c>artifactType</c>, the empty config, and a <c>subject</c> by which the referrers API finds it.
/// </summary>
public static class ArtifactManifest
{
    /// <summary>The config of every artifact: <c>{}</c>. It has to be pushed as a blob like any other.</summary>
    public static OciDocument EmptyConfig { get; } = new(MediaTypes.Empty, "{}"u8.ToArray());

    /// <summary>An artifact about <paramref name="subject"/>.</summary>
    /// <param name="artifactType">A media type that names the kind of artifact.</param>
    /// <param name="subject">The manifest it is about: media type, digest and size of the manifest document.</param>
    /// <param name="content">The blobs that make up the artifact; none stands for the empty blob.</param>
    /// <param name="annotations">Short facts that a reader gets with the referrers list, without fetching the content.</param>
    public static ImageManifest Create(
        string artifactType,
        Descriptor subject,
        IReadOnlyList<Descriptor> content,
        IReadOnlyDictionary<string, string>? annotations = null)
        => new()
        {
            ArtifactType = artifactType,
            Config = EmptyConfig.Descriptor,
            Layers = content.Count > 0 ? content : [EmptyConfig.Descriptor],
            Subject = new Descriptor { MediaType = subject.MediaType, Digest = subject.Digest, Size = subject.Size },
            Annotations = annotations,
        };
}

using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Supply.Artifacts;

/// <summary>A kind of artifact that holds one document about one image.</summary>
/// <param name="Type">The artifact's type, and the media type of its document.</param>
/// <param name="What">The document in words: "record of a scan".</param>
/// <param name="LargestDocument">In bytes; larger ones are not read.</param>
internal sealed record ArtifactKind(string Type, string What, int LargestDocument)
{
    public ImageManifest For(Descriptor subject, OciDocument content, IReadOnlyDictionary<string, string>? annotations = null) =>
        ArtifactManifest.Create(Type, subject, [content.Descriptor], annotations);

    /// <summary>The document's descriptor, or why the manifest is not of this kind about <paramref name="subject"/>.</summary>
    public (Descriptor? Content, string? Problem) ContentOf(OciDocument manifest, Digest subject)
    {
        if (!ImageManifest.TryRead(manifest.Bytes.Span, out var artifact, out var error))
        {
            return (null, error);
        }

        return artifact.ArtifactType != Type ? (null, $"the artifact is a \"{artifact.ArtifactType}\"")
            : artifact.Subject?.Digest != subject ? (null, $"the artifact is about {artifact.Subject?.Digest.ToString() ?? "nothing"}")
            : artifact.Layers is not [var content] || content.MediaType != Type ? (null, $"the artifact does not hold exactly one {What}")
            : content.Size > LargestDocument ? (null, $"the record has {content.Size} bytes; at most {LargestDocument} are allowed")
            : (content, null);
    }

    /// <summary>Fetches the document of an artifact; its bytes are what the artifact's manifest says.</summary>
    /// <returns>The document; or why it cannot be used; or why that could not be found out.</returns>
    public async Task<(OciDocument? Document, string? Problem, RegistryError? Broken)> FetchAsync(
        RegistryClient client, ImageReference where, Descriptor artifact, Digest subject, CancellationToken cancellationToken)
    {
        var manifest = await client.GetManifestAsync(where.WithDigest(artifact.Digest), cancellationToken).ConfigureAwait(false);
        if (!manifest.IsSuccess)
        {
            return Sort(manifest.Error);
        }

        var (content, problem) = ContentOf(manifest.Value, subject);
        if (content is null)
        {
            return (null, problem, null);
        }

        using var bytes = new MemoryStream();
        var pulled = await client.PullBlobAsync(where, content, bytes, null, cancellationToken).ConfigureAwait(false);
        return pulled.IsSuccess ? (new OciDocument(Type, bytes.ToArray()), null, null) : Sort(pulled.Error);
    }

    /// <summary>Bytes that are missing or wrong make the artifact invalid; a registry that does not answer leaves the question open.</summary>
    private static (OciDocument?, string?, RegistryError?) Sort(RegistryError error)
        => error.Kind is RegistryErrorKind.NotFound or RegistryErrorKind.DigestMismatch or RegistryErrorKind.InvalidContent
            ? (null, error.Message, null)
            : (null, null, error);
}

using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>A whole answer: what came and what the registry said about it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">Of the bytes.</param>
/// <param name="Bytes">The body.</param>
/// <param name="Digest">What the registry says is the digest of the bytes, if it says so.</param>
/// <param name="Tag">The document's ETag, as it is to be sent back.</param>
/// <param name="Next">Where the next page is, or none.</param>
internal sealed record RegistryDocument(HttpStatusCode Status, string MediaType, byte[] Bytes, Digest? Digest, string? Tag, Uri? Next)
{
    public bool IsMissing => Status == HttpStatusCode.NotFound;

    public static RegistryDocument From(HttpResponseMessage response, byte[] bytes)
        => new(response.StatusCode, MediaTypeOf(response), bytes, DigestIn(response), response.Headers.ETag?.ToString(), PageLink.Next(response));

    public static string MediaTypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType ?? MediaTypes.ImageManifest;

    /// <summary>The <c>Docker-Content-Digest</c> of an answer, if it can be read.</summary>
    public static Digest? DigestIn(HttpResponseMessage response)
        => response.Headers.TryGetValues("Docker-Content-Digest", out var values) && Oci.Digest.TryParse(values.First(), out var digest) ? digest : null;
}

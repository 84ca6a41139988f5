using System.Net;
using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>HEAD, GET and PUT of manifests; what comes and what was stored is checked against every digest that is known.</summary>
internal sealed class ManifestRequests(RegistryTransport transport)
{
    public async Task<RegistryOutcome<Descriptor>> HeadAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var sent = await transport.SendAsync(image, Request(HttpMethod.Head, image), cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        if (response is null)
        {
            return sent.Error!;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return Missing(image);
        }

        var digest = RegistryDocument.DigestIn(response) ?? image.Digest;
        if (digest is null || response.Content.Headers.ContentLength is not { } size)
        {
            var got = await GetAsync(image, cancellationToken).ConfigureAwait(false);
            return got.IsSuccess ? got.Value.Descriptor : got.Error;
        }

        return image.Digest is { } wanted && wanted != digest
            ? RegistryRefusal.Mismatch(image, "the manifest", wanted, digest.Value)
            : new Descriptor { MediaType = RegistryDocument.MediaTypeOf(response), Digest = digest.Value, Size = size };
    }

    public async Task<RegistryOutcome<OciDocument>> GetAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var tagged = await GetTaggedAsync(image, cancellationToken).ConfigureAwait(false);
        return tagged.IsSuccess ? tagged.Value.Document : tagged.Error;
    }

    /// <summary>The manifest and its ETag.</summary>
    public async Task<RegistryOutcome<(OciDocument Document, string? Tag)>> GetTaggedAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var fetched = await transport.FetchAsync(image, Request(HttpMethod.Get, image), cancellationToken).ConfigureAwait(false);
        if (!fetched.IsSuccess)
        {
            return fetched.Error;
        }

        if (fetched.Value.IsMissing)
        {
            return Missing(image);
        }

        var document = new OciDocument(fetched.Value.MediaType, fetched.Value.Bytes);
        var wrong = new[] { image.Digest, fetched.Value.Digest }.FirstOrDefault(stated => stated is not null && stated != document.Digest);
        return wrong is { } stated ? RegistryRefusal.Mismatch(image, "the manifest", stated, document.Digest) : (document, fetched.Value.Tag);
    }

    /// <summary>Stores a manifest under the reference's tag, or under its digest when it has none.</summary>
    /// <param name="image">Where to.</param>
    /// <param name="manifest">The document.</param>
    /// <param name="condition">The ETag of the document that this one replaces, <c>*</c> when there must be none, or no condition.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<RegistryOutcome<PushedManifest>> PutAsync(ImageReference image, OciDocument manifest, string? condition, CancellationToken cancellationToken)
    {
        if (image.Digest is { } named && named != manifest.Digest)
        {
            return RegistryRefusal.Mismatch(image, "the manifest", named, manifest.Digest);
        }

        var request = new RegistryRequest(HttpMethod.Put, $"v2/{image.Repository}/manifests/{image.Tag ?? manifest.Digest.ToString()}")
        {
            Writes = true,
            IsRetried = false,
            IfMatch = condition is "*" ? null : condition,
            IfNoneMatch = condition is "*" ? condition : null,
            Content = _ => new ReadOnlyMemoryContent(manifest.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        var sent = await transport.Retry.RunAsync(token => PutOnceAsync(image, request, token), null, cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        if (response is null)
        {
            return sent.Error!;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(image, "such repository");
        }

        return RegistryDocument.DigestIn(response) is { } stored && stored != manifest.Digest
            ? RegistryRefusal.Mismatch(image, "the stored manifest", manifest.Digest, stored)
            : new PushedManifest(manifest.Descriptor, response.Headers.Contains("OCI-Subject"));
    }

    /// <summary>The bytes are right, so a registry that finds another digest reads what it is just writing for somebody else, or a proxy spoilt them: both may pass.</summary>
    private async Task<RegistryOutcome<HttpResponseMessage>> PutOnceAsync(ImageReference image, RegistryRequest request, CancellationToken cancellationToken)
    {
        var sent = await transport.SendAsync(image, request, cancellationToken).ConfigureAwait(false);
        return sent.Error is { Kind: RegistryErrorKind.DigestMismatch } error ? error with { IsTransient = true } : sent;
    }

    private static RegistryRequest Request(HttpMethod method, ImageReference image)
        => new(method, $"v2/{image.Repository}/manifests/{image.ManifestName}") { Accept = MediaTypes.AcceptedManifests };

    private static RegistryError Missing(ImageReference image) => RegistryRefusal.NotFound(image, $"manifest \"{image.ManifestName}\"");
}

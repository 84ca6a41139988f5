using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>
/// A client of the OCI distribution specification 1.1. http for loopback addresses, https for all others. Every failure is
/// a <see cref="RegistryError"/>; only cancellation and misuse throw. Thread-safe; one client serves all registries.
/// In every method the reference's host and repository say where; tag and digest matter to manifests only.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private const int LargestManifest = 8 << 20;
    private readonly RegistryTransport _transport;
    private readonly BlobUploader _uploader;
    private readonly BlobDownloader _downloader;

    public RegistryClient(RegistryClientOptions? options = null)
    {
        Options = options ?? new RegistryClientOptions();
        _transport = new RegistryTransport(Options);
        _uploader = new BlobUploader(_transport, Options);
        _downloader = new BlobDownloader(_transport, Options);
    }

    public RegistryClientOptions Options { get; }

    /// <summary>Whether the registry answers and speaks version 2 of the protocol.</summary>
    public async Task<RegistryOutcome<bool>> PingAsync(ImageReference where, CancellationToken cancellationToken)
    {
        var sent = await _transport.SendAsync(where, new RegistryRequest(HttpMethod.Get, "v2/"), cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        return response is null ? sent.Error!
            : response.IsSuccessStatusCode ? true
            : RegistryRefusal.Invalid(where, "there is no /v2/");
    }

    /// <summary>Media type, digest and size of a manifest without its bytes.</summary>
    public async Task<RegistryOutcome<Descriptor>> HeadManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var sent = await _transport.SendAsync(image, ManifestRequest(HttpMethod.Head, image), cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        if (response is null)
        {
            return sent.Error!;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(image, $"manifest \"{image.ManifestName}\"");
        }

        var digest = DigestIn(response) ?? image.Digest;
        if (digest is null || response.Content.Headers.ContentLength is not { } size)
        {
            var got = await GetManifestAsync(image, cancellationToken).ConfigureAwait(false);
            return got.IsSuccess ? got.Value.Descriptor : got.Error;
        }

        return image.Digest is { } wanted && wanted != digest
            ? Mismatch(image, wanted, digest.Value)
            : new Descriptor { MediaType = MediaTypeOf(response), Digest = digest.Value, Size = size };
    }

    /// <summary>A manifest or index. The bytes are checked against the asked digest and against the one that the registry states.</summary>
    public async Task<RegistryOutcome<OciDocument>> GetManifestAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var sent = await _transport.SendAsync(image, ManifestRequest(HttpMethod.Get, image), cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        if (response is null)
        {
            return sent.Error!;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(image, $"manifest \"{image.ManifestName}\"");
        }

        var read = await ReadBodyAsync(image, response, cancellationToken).ConfigureAwait(false);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var document = new OciDocument(MediaTypeOf(response), read.Value);
        var wrong = new[] { image.Digest, DigestIn(response) }.FirstOrDefault(stated => stated is not null && stated != document.Digest);
        return wrong is { } stated ? Mismatch(image, stated, document.Digest) : document;
    }

    /// <summary>Stores a manifest under the reference's tag, or under its digest when it has none.</summary>
    public async Task<RegistryOutcome<PushedManifest>> PutManifestAsync(ImageReference image, OciDocument manifest, CancellationToken cancellationToken)
    {
        if (image.Digest is { } named && named != manifest.Digest)
        {
            return Mismatch(image, named, manifest.Digest);
        }

        var request = new RegistryRequest(HttpMethod.Put, $"v2/{image.Repository}/manifests/{image.Tag ?? manifest.Digest.ToString()}")
        {
            Writes = true,
            Content = () => new ReadOnlyMemoryContent(manifest.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(manifest.MediaType) } },
        };
        var sent = await _transport.SendAsync(image, request, cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        if (response is null)
        {
            return sent.Error!;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(image, "such repository");
        }

        return DigestIn(response) is { } stored && stored != manifest.Digest
            ? Mismatch(image, manifest.Digest, stored)
            : new PushedManifest(manifest.Descriptor, response.Headers.Contains("OCI-Subject"));
    }

    /// <summary>The size of a blob that the repository holds, or <see langword="null"/> when it does not.</summary>
    public async Task<RegistryOutcome<BlobPresence>> HeadBlobAsync(ImageReference where, Digest digest, CancellationToken cancellationToken)
    {
        var sent = await _transport.SendAsync(where, new RegistryRequest(HttpMethod.Head, $"v2/{where.Repository}/blobs/{digest}") { Writes = false }, cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        return response is null ? sent.Error! : new BlobPresence(response.IsSuccessStatusCode, response.Content.Headers.ContentLength);
    }

    /// <summary>Stores a blob, whether or not it is there: monolithic, or in resumable chunks when it is large.</summary>
    /// <param name="where">The repository.</param>
    /// <param name="blob">Digest and size of the content.</param>
    /// <param name="open">Opens the content; called again for a retry. The stream can seek.</param>
    /// <param name="mountFrom">A repository of the same registry that may hold the blob; the registry then takes it from there.</param>
    /// <param name="progress">Told as bytes go.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    public Task<RegistryOutcome<BlobUpload>> PushBlobAsync(
        ImageReference where, Descriptor blob, Func<Stream> open, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => _uploader.UploadAsync(where, blob, open, mountFrom, progress, cancellationToken);

    /// <summary>Writes a blob to a stream and verifies size and digest; what was written counts only when the outcome is a success.</summary>
    public Task<RegistryOutcome<Descriptor>> PullBlobAsync(
        ImageReference where, Descriptor blob, Stream destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => _downloader.DownloadAsync(where, blob, destination, progress, cancellationToken);

    /// <summary>All tags of a repository, in the registry's order.</summary>
    public async Task<RegistryOutcome<IReadOnlyList<string>>> ListTagsAsync(ImageReference where, CancellationToken cancellationToken)
    {
        var tags = new List<string>();
        for (var page = new Uri($"v2/{where.Repository}/tags/list", UriKind.Relative); page is not null;)
        {
            var sent = await _transport.SendAsync(where, new RegistryRequest(HttpMethod.Get, page), cancellationToken).ConfigureAwait(false);
            using var response = sent.Value;
            if (response is null)
            {
                return sent.Error!;
            }

            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return RegistryRefusal.NotFound(where, "such repository");
            }

            var read = await ReadBodyAsync(where, response, cancellationToken).ConfigureAwait(false);
            if (!read.IsSuccess)
            {
                return read.Error;
            }

            if (!TryReadTags(read.Value, tags))
            {
                return RegistryRefusal.Invalid(where, "the list of tags cannot be read");
            }

            page = PageLink.Next(response);
        }

        return RegistryOutcomes.List(tags);
    }

    /// <summary>
    /// The manifests that are about <paramref name="subject"/>: by the referrers API, or by the tag <c>sha256-…</c> where a
    /// registry has none. An empty list when there are none.
    /// </summary>
    public async Task<RegistryOutcome<IReadOnlyList<Descriptor>>> ListReferrersAsync(
        ImageReference where, Digest subject, string? artifactType, CancellationToken cancellationToken)
    {
        var found = new List<Descriptor>();
        var filter = artifactType is null ? "" : $"?artifactType={Uri.EscapeDataString(artifactType)}";
        for (var page = new Uri($"v2/{where.Repository}/referrers/{subject}{filter}", UriKind.Relative); page is not null;)
        {
            var sent = await _transport.SendAsync(where, new RegistryRequest(HttpMethod.Get, page) { Accept = [MediaTypes.ImageIndex] }, cancellationToken).ConfigureAwait(false);
            using var response = sent.Value;
            if (response is null)
            {
                return sent.Error!;
            }

            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                var fallback = await ReadFallbackAsync(where, subject, cancellationToken).ConfigureAwait(false);
                if (!fallback.IsSuccess)
                {
                    return fallback.Error;
                }

                found.AddRange(fallback.Value.Manifests);
                break;
            }

            var read = await ReadBodyAsync(where, response, cancellationToken).ConfigureAwait(false);
            if (!read.IsSuccess)
            {
                return read.Error;
            }

            if (!ImageIndex.TryRead(read.Value, out var index, out var error))
            {
                return RegistryRefusal.Invalid(where, error);
            }

            found.AddRange(index.Manifests);
            page = PageLink.Next(response);
        }

        return RegistryOutcomes.List([.. found.Where(entry => artifactType is null || entry.ArtifactType == artifactType)]);
    }

    /// <summary>
    /// Stores an artifact (see <see cref="ArtifactManifest"/>): its blobs, then its manifest by digest. Where the registry
    /// has no referrers API the list under the tag <c>sha256-…</c> is brought up to date as well.
    /// </summary>
    /// <param name="where">The subject's repository.</param>
    /// <param name="artifact">The manifest with its subject.</param>
    /// <param name="content">The blobs that it names, the empty config excepted.</param>
    /// <param name="cancellationToken">Stops the push.</param>
    public async Task<RegistryOutcome<Descriptor>> PushArtifactAsync(
        ImageReference where, ImageManifest artifact, IReadOnlyList<OciDocument> content, CancellationToken cancellationToken)
    {
        foreach (var blob in content.Append(ArtifactManifest.EmptyConfig).DistinctBy(blob => blob.Digest))
        {
            var present = await HeadBlobAsync(where, blob.Digest, cancellationToken).ConfigureAwait(false);
            if (!present.IsSuccess)
            {
                return present.Error;
            }

            if (!present.Value.IsPresent)
            {
                var pushed = await PushBlobAsync(where, blob.Descriptor, () => new MemoryStream(blob.Bytes.ToArray()), null, null, cancellationToken).ConfigureAwait(false);
                if (!pushed.IsSuccess)
                {
                    return pushed.Error;
                }
            }
        }

        var document = artifact.ToDocument();
        var stored = await PutManifestAsync(where.WithDigest(document.Digest), document, cancellationToken).ConfigureAwait(false);
        if (!stored.IsSuccess)
        {
            return stored.Error;
        }

        return artifact.Subject is null || stored.Value.HasReferrersApi
            ? stored.Value.Descriptor
            : await AddToFallbackAsync(where, artifact.Subject.Digest, document, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _transport.Dispose();

    private static RegistryRequest ManifestRequest(HttpMethod method, ImageReference image)
        => new(method, $"v2/{image.Repository}/manifests/{image.ManifestName}") { Accept = MediaTypes.AcceptedManifests };

    private static ImageReference FallbackOf(ImageReference where, Digest subject) => where.WithTag("sha256-" + subject.Hex);

    private static Digest? DigestIn(HttpResponseMessage response)
        => response.Headers.TryGetValues("Docker-Content-Digest", out var values) && Digest.TryParse(values.First(), out var digest) ? digest : null;

    private static string MediaTypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType ?? MediaTypes.ImageManifest;

    private static RegistryError Mismatch(ImageReference image, Digest wanted, Digest got)
        => RegistryError.For(
            image,
            RegistryErrorKind.DigestMismatch,
            $"{image}: the manifest's bytes are {got}, not {wanted}. Nothing of it is used; look at the registry and at proxies on the way.");

    private static async Task<RegistryOutcome<byte[]>> ReadBodyAsync(ImageReference where, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var bytes = new MemoryStream();
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await new Layers.CappedStream(body, LargestManifest, "the limit for documents").CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }
        catch (Layers.StreamTooLongException exception)
        {
            return RegistryRefusal.Invalid(where, exception.Message);
        }
        catch (Exception exception) when (RegistryTransport.IsBroken(exception) && !cancellationToken.IsCancellationRequested)
        {
            return RegistryRefusal.Unreachable(where, exception);
        }
    }

    private static bool TryReadTags(byte[] body, List<string> tags)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("tags", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                tags.AddRange(list.EnumerateArray().Select(tag => tag.GetString() ?? ""));
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private async Task<RegistryOutcome<ImageIndex>> ReadFallbackAsync(ImageReference where, Digest subject, CancellationToken cancellationToken)
    {
        var got = await GetManifestAsync(FallbackOf(where, subject), cancellationToken).ConfigureAwait(false);
        if (!got.IsSuccess)
        {
            return got.Error.Kind == RegistryErrorKind.NotFound ? new ImageIndex() : got.Error;
        }

        return ImageIndex.TryRead(got.Value.Bytes.Span, out var index, out var error) ? index : RegistryRefusal.Invalid(where, error);
    }

    private async Task<RegistryOutcome<Descriptor>> AddToFallbackAsync(ImageReference where, Digest subject, OciDocument document, CancellationToken cancellationToken)
    {
        var read = await ReadFallbackAsync(where, subject, cancellationToken).ConfigureAwait(false);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        var entry = Layout.Referrers.Describe(document, subject)!;
        if (read.Value.Manifests.All(other => other.Digest != entry.Digest))
        {
            var updated = (read.Value with { Manifests = [.. read.Value.Manifests, entry] }).ToDocument();
            var put = await PutManifestAsync(FallbackOf(where, subject), updated, cancellationToken).ConfigureAwait(false);
            if (!put.IsSuccess)
            {
                return put.Error;
            }
        }

        return document.Descriptor;
    }
}

using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>
/// A client of the OCI distribution specification 1.1. http for loopback addresses, https for all others. Every failure is
/// a <see cref="RegistryError"/>; only cancellation and misuse throw. Thread-safe; one client serves all registries.
/// In every method the reference's host and repository say where; tag and digest matter to manifests only.
/// </summary>
public sealed class RegistryClient : IDisposable
{
    private readonly RegistryTransport _transport;
    private readonly ManifestRequests _manifests;
    private readonly BlobRequests _blobs;
    private readonly ReferrerRequests _referrers;

    public RegistryClient(RegistryClientOptions? options = null)
    {
        Options = options ?? new RegistryClientOptions();
        _transport = new RegistryTransport(Options);
        _manifests = new ManifestRequests(_transport);
        _blobs = new BlobRequests(_transport, Options);
        _referrers = new ReferrerRequests(_transport, _manifests, _blobs, new ReferrerFallback(_manifests, Options));
    }

    public RegistryClientOptions Options { get; }

    /// <summary>The root of the registry that a reference's host names.</summary>
    public static Uri AddressOf(string host) => RegistryAddress.Of(host);

    /// <summary>Whether the registry answers and speaks version 2 of the protocol.</summary>
    public async Task<RegistryOutcome<bool>> PingAsync(ImageReference where, CancellationToken cancellationToken)
    {
        var sent = await _transport.SendAsync(where, new RegistryRequest(HttpMethod.Get, "v2/"), cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        return response is null ? sent.Error!
            : response.StatusCode == HttpStatusCode.NotFound ? RegistryRefusal.Invalid(where, "there is no /v2/")
            : true;
    }

    /// <summary>Media type, digest and size of a manifest without its bytes.</summary>
    public Task<RegistryOutcome<Descriptor>> HeadManifestAsync(ImageReference image, CancellationToken cancellationToken)
        => _manifests.HeadAsync(image, cancellationToken);

    /// <summary>A manifest or index. The bytes are checked against the asked digest and against the one that the registry states.</summary>
    public Task<RegistryOutcome<OciDocument>> GetManifestAsync(ImageReference image, CancellationToken cancellationToken)
        => _manifests.GetAsync(image, cancellationToken);

    /// <summary>Stores a manifest under the reference's tag, or under its digest when it has none.</summary>
    public Task<RegistryOutcome<PushedManifest>> PutManifestAsync(ImageReference image, OciDocument manifest, CancellationToken cancellationToken)
        => _manifests.PutAsync(image, manifest, null, cancellationToken);

    /// <summary>Whether the repository holds a blob, and its size in bytes when the registry tells.</summary>
    public Task<RegistryOutcome<BlobPresence>> HeadBlobAsync(ImageReference where, Digest digest, CancellationToken cancellationToken)
        => _blobs.HeadAsync(where, digest, false, cancellationToken);

    /// <summary>Stores a blob, whether or not it is there: monolithic, or in resumable chunks when it is large.</summary>
    /// <param name="where">The repository.</param>
    /// <param name="blob">Digest and size of the content.</param>
    /// <param name="open">Opens the content; called again for a retry. The stream can seek.</param>
    /// <param name="mountFrom">A repository of the same registry that may hold the blob; the registry then takes it from there.</param>
    /// <param name="progress">Told as bytes go.</param>
    /// <param name="cancellationToken">Stops the upload.</param>
    public Task<RegistryOutcome<BlobUpload>> PushBlobAsync(
        ImageReference where, Descriptor blob, Func<Stream> open, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => _blobs.PushAsync(where, new BlobSource(blob, open), mountFrom, progress, cancellationToken);

    /// <summary>Writes a blob to a stream and verifies size and digest; what was written counts only when the outcome is a success.</summary>
    public Task<RegistryOutcome<Descriptor>> PullBlobAsync(
        ImageReference where, Descriptor blob, Stream destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => _blobs.PullAsync(where, blob, destination, progress, cancellationToken);

    /// <summary>All tags of a repository, in the registry's order.</summary>
    public Task<RegistryOutcome<IReadOnlyList<string>>> ListTagsAsync(ImageReference where, CancellationToken cancellationToken)
        => new TagList(_transport).ListAsync(where, cancellationToken);

    /// <summary>
    /// The manifests that are about <paramref name="subject"/>: by the referrers API, or by the tag <c>sha256-…</c> where a
    /// registry has none. An empty list when there are none.
    /// </summary>
    public Task<RegistryOutcome<IReadOnlyList<Descriptor>>> ListReferrersAsync(
        ImageReference where, Digest subject, string? artifactType, CancellationToken cancellationToken)
        => _referrers.ListAsync(where, subject, artifactType, cancellationToken);

    /// <summary>
    /// Stores an artifact (see <see cref="ArtifactManifest"/>): its blobs, then its manifest by digest. Where the registry
    /// has no referrers API the list under the tag <c>sha256-…</c> is brought up to date as well.
    /// </summary>
    /// <param name="where">The subject's repository.</param>
    /// <param name="artifact">The manifest with its subject.</param>
    /// <param name="content">The blobs that it names, the empty config excepted.</param>
    /// <param name="cancellationToken">Stops the push.</param>
    public Task<RegistryOutcome<Descriptor>> PushArtifactAsync(
        ImageReference where, ImageManifest artifact, IReadOnlyList<OciDocument> content, CancellationToken cancellationToken)
        => _referrers.PushAsync(where, artifact, content, cancellationToken);

    public void Dispose() => _transport.Dispose();

    /// <summary>Stores a blob unless it is there; the value is <see langword="null"/> then.</summary>
    internal Task<RegistryOutcome<BlobUpload?>> EnsureBlobAsync(
        ImageReference where, BlobSource source, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => _blobs.EnsureAsync(where, source, mountFrom, progress, cancellationToken);
}

namespace Sluice.Oci.Registry;

/// <summary>Blobs of a repository: whether they are there, up and down.</summary>
internal sealed class BlobRequests(RegistryTransport transport, RegistryClientOptions options)
{
    /// <summary>Whether the repository holds a blob.</summary>
    /// <param name="where">The repository.</param>
    /// <param name="digest">The blob.</param>
    /// <param name="writesNext">The blob is pushed when it is absent: the right for that is asked for at once.</param>
    /// <param name="cancellationToken">Stops the request.</param>
    public async Task<RegistryOutcome<BlobPresence>> HeadAsync(ImageReference where, Digest digest, bool writesNext, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Head, $"v2/{where.Repository}/blobs/{digest}") { Writes = writesNext };
        var sent = await transport.SendAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        if (response is null)
        {
            return sent.Error!;
        }

        return response.IsSuccessStatusCode && RegistryDocument.DigestIn(response) is { } stated && stated != digest
            ? RegistryRefusal.Mismatch(where, "the blob", digest, stated)
            : new BlobPresence(response.IsSuccessStatusCode, response.IsSuccessStatusCode ? response.Content.Headers.ContentLength : null);
    }

    public Task<RegistryOutcome<BlobUpload>> PushAsync(
        ImageReference where, BlobSource source, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => new BlobUploader(transport, options, this, where, source, progress).UploadAsync(mountFrom, cancellationToken);

    public Task<RegistryOutcome<Descriptor>> PullAsync(
        ImageReference where, Descriptor blob, Stream destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => new BlobDownload(transport, options, where, blob, destination, progress).RunAsync(cancellationToken);
}

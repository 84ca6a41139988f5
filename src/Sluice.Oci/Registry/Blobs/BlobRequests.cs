namespace Sluice.Oci.Registry;

/// <summary>Blobs of a repository: whether they are there, up and down.</summary>
internal sealed class BlobRequests(RegistryTransport transport, RegistryClientOptions options)
{
    private readonly Turns _uploads = new();

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

    /// <summary>
    /// Uploads a blob unless it is there; the value is <see langword="null"/> then. One upload of a blob to a repository at a
    /// time: a second one would be in vain, and some registries read their own half-written notes meanwhile.
    /// </summary>
    public async Task<RegistryOutcome<BlobUpload?>> EnsureAsync(
        ImageReference where, BlobSource source, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var turn = await _uploads.TakeAsync($"{where.Name}@{source.Blob.Digest}", cancellationToken).ConfigureAwait(false);
        var present = await HeadAsync(where, source.Blob.Digest, true, cancellationToken).ConfigureAwait(false);
        if (!present.IsSuccess)
        {
            return present.Error;
        }

        if (present.Value.IsPresent)
        {
            progress?.Report(new TransferProgress(source.Blob.Digest, TransferState.AlreadyThere, source.Blob.Size, source.Blob.Size));
            return RegistryOutcome<BlobUpload?>.Of(null);
        }

        if (source.Problem() is { } problem)
        {
            return RegistryError.For(where, RegistryErrorKind.LocalStorage, problem);
        }

        var pushed = await PushAsync(where, source, mountFrom, progress, cancellationToken).ConfigureAwait(false);
        return pushed.IsSuccess ? pushed.Value : pushed.Error;
    }

    public Task<RegistryOutcome<BlobUpload>> PushAsync(
        ImageReference where, BlobSource source, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => new BlobUploader(transport, options, this, where, source, progress).UploadAsync(mountFrom, cancellationToken);

    public Task<RegistryOutcome<Descriptor>> PullAsync(
        ImageReference where, Descriptor blob, Stream destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
        => new BlobDownload(transport, options, where, blob, destination, progress).RunAsync(cancellationToken);
}

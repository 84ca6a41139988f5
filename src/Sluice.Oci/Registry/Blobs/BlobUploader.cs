using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>
/// Uploads one blob: mounted from another repository, in one PUT, or in chunks. An upload that the registry forgot starts
/// anew; before that the registry is asked whether the blob arrived after all. A registry that takes no chunks gets it
/// in one piece.
/// </summary>
internal sealed class BlobUploader(
    RegistryTransport transport, RegistryClientOptions options, BlobRequests blobs, ImageReference where, BlobSource source, IProgress<TransferProgress>? progress)
{
    private long _sent;
    private bool _isSecondTry;
    private bool _inOnePiece;

    public Task<RegistryOutcome<BlobUpload>> UploadAsync(string? mountFrom, CancellationToken cancellationToken)
        => transport.Retry.RunAsync(token => TryAsync(mountFrom, token), null, cancellationToken);

    private async Task<RegistryOutcome<BlobUpload>> TryAsync(string? mountFrom, CancellationToken cancellationToken)
    {
        if (_isSecondTry)
        {
            var present = await blobs.HeadAsync(where, source.Blob.Digest, true, cancellationToken).ConfigureAwait(false);
            if (present is { IsSuccess: true, Value.IsPresent: true })
            {
                return Ended();
            }
        }

        _isSecondTry = true;
        var begun = await BeginAsync(mountFrom, cancellationToken).ConfigureAwait(false);
        if (!begun.IsSuccess)
        {
            return begun.Error;
        }

        if (begun.Value.Location is not { } location)
        {
            progress?.Report(new TransferProgress(source.Blob.Digest, TransferState.AlreadyThere, source.Blob.Size, source.Blob.Size));
            return new BlobUpload(_sent, true);
        }

        var session = new BlobUploadSession(transport, where, source, progress, location);
        var error = await session.RunAsync(ChunkSize(begun.Value.SmallestChunk), cancellationToken).ConfigureAwait(false);
        _sent += session.BytesSent;
        if (error is not null && session.RefusesChunks && !_inOnePiece)
        {
            _inOnePiece = true;
            return await TryAsync(null, cancellationToken).ConfigureAwait(false);
        }

        return error is null ? Ended() : error;
    }

    private long ChunkSize(long smallest) => _inOnePiece ? source.Blob.Size : Math.Max(options.ChunkSize, smallest);

    private BlobUpload Ended()
    {
        progress?.Report(new TransferProgress(source.Blob.Digest, TransferState.Done, source.Blob.Size, source.Blob.Size));
        return new BlobUpload(_sent, false);
    }

    private async Task<RegistryOutcome<Begun>> BeginAsync(string? mountFrom, CancellationToken cancellationToken)
    {
        var mount = mountFrom is null ? "" : $"?mount={source.Blob.Digest}&from={Uri.EscapeDataString(mountFrom)}";
        var request = new RegistryRequest(HttpMethod.Post, $"v2/{where.Repository}/blobs/uploads/{mount}")
        {
            Writes = true,
            AlsoReads = mountFrom,
            Content = _ => new ByteArrayContent([]),
            IsRetried = false,
        };
        var outcome = await transport.SendAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = outcome.Value;
        if (response is null)
        {
            // Without the right to read the other repository the blob can still be sent.
            return mountFrom is not null && outcome.Error!.Kind is RegistryErrorKind.Unauthorized or RegistryErrorKind.Forbidden
                ? await BeginAsync(null, cancellationToken).ConfigureAwait(false)
                : outcome.Error!;
        }

        if (response.StatusCode == HttpStatusCode.Created && mountFrom is not null)
        {
            return RegistryDocument.DigestIn(response) is { } mounted && mounted != source.Blob.Digest
                ? RegistryRefusal.Mismatch(where, "the mounted blob", source.Blob.Digest, mounted)
                : new Begun(null, 0);
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(where, "such repository");
        }

        var smallest = response.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values) && long.TryParse(values.First(), out var length) ? length : 0;
        return response.Headers.Location is { } next
            ? new Begun(RegistryAddress.Follow(RegistryAddress.Of(where.Host), response.RequestMessage!.RequestUri!, next), smallest)
            : RegistryRefusal.Invalid(where, "an upload without a Location");
    }

    private sealed record Begun(Uri? Location, long SmallestChunk);
}

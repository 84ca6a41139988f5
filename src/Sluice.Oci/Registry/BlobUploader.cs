using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>
/// Uploads: small blobs in one PUT, large ones in chunks. After a failure the registry is asked how much it has, and the
/// upload goes on from there; an upload that it forgot starts anew. Failures in a row are counted, progress resets them.
/// </summary>
internal sealed class BlobUploader(RegistryTransport transport, RegistryClientOptions options)
{
    public async Task<RegistryOutcome<BlobUpload>> UploadAsync(
        ImageReference where, Descriptor blob, Func<Stream> open, string? mountFrom, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        var sent = 0L;
        for (var failures = 0; ; failures++)
        {
            var begun = await BeginAsync(where, blob, mountFrom, cancellationToken).ConfigureAwait(false);
            if (!begun.IsSuccess)
            {
                return begun.Error;
            }

            if (begun.Value.Location is not { } location)
            {
                progress?.Report(new TransferProgress(blob.Digest, TransferState.AlreadyThere, blob.Size, blob.Size));
                return new BlobUpload(sent, true);
            }

            var session = new BlobUploadSession(transport, options, where, blob, open, progress);
            var error = await session.RunAsync(location, begun.Value.SmallestChunk, cancellationToken).ConfigureAwait(false);
            sent += session.BytesSent;
            if (error is null)
            {
                progress?.Report(new TransferProgress(blob.Digest, TransferState.Done, blob.Size, blob.Size));
                return new BlobUpload(sent, false);
            }

            if (failures >= options.Retries || !BlobUploadSession.IsWorthAnother(error))
            {
                return error;
            }

            await Task.Delay(options.RetryDelay * (1 << Math.Min(failures, 6)), options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RegistryOutcome<Begun>> BeginAsync(ImageReference where, Descriptor blob, string? mountFrom, CancellationToken cancellationToken)
    {
        var mount = mountFrom is null ? "" : $"?mount={blob.Digest}&from={Uri.EscapeDataString(mountFrom)}";
        var request = new RegistryRequest(HttpMethod.Post, $"v2/{where.Repository}/blobs/uploads/{mount}")
        {
            Writes = true,
            Content = () => new ByteArrayContent([]),
        };
        var outcome = await transport.SendAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = outcome.Value;
        if (response is null)
        {
            return outcome.Error!;
        }

        if (response.StatusCode == HttpStatusCode.Created && mountFrom is not null)
        {
            return new Begun(null, 0);
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(where, "such repository");
        }

        var smallest = response.Headers.TryGetValues("OCI-Chunk-Min-Length", out var values) && int.TryParse(values.First(), out var length) ? length : 0;
        return response.Headers.Location is { } location
            ? new Begun(new Uri(response.RequestMessage!.RequestUri!, location), smallest)
            : RegistryRefusal.Invalid(where, "an upload without a Location");
    }

    private sealed record Begun(Uri? Location, int SmallestChunk);
}

using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Sluice.Oci.Registry;

/// <summary>
/// One download. A connection that breaks, stalls or ends early is resumed from the last byte; size and digest are
/// verified at the end.
/// </summary>
internal sealed class BlobDownload(
    RegistryTransport transport,
    RegistryClientOptions options,
    ImageReference where,
    Descriptor blob,
    Stream destination,
    IProgress<TransferProgress>? progress)
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _received;

    public async Task<RegistryOutcome<Descriptor>> RunAsync(CancellationToken cancellationToken)
    {
        using (_hash)
        {
            return await transport.Retry.RunAsync(ReceiveAsync, () => _received, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RegistryOutcome<Descriptor>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, $"v2/{where.Repository}/blobs/{blob.Digest}")
        {
            Range = _received > 0 ? new RangeHeaderValue(_received, null) : null,
            IsRetried = false,
        };
        var outcome = await transport.SendAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = outcome.Value;
        if (response is null)
        {
            return outcome.Error!.Status == HttpStatusCode.RequestedRangeNotSatisfiable ? Verify() : outcome.Error;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(where, $"blob {blob.Digest}");
        }

        if (RegistryDocument.DigestIn(response) is { } stated && stated != blob.Digest)
        {
            return RegistryRefusal.Mismatch(where, "the blob", blob.Digest, stated);
        }

        var isPart = response.StatusCode == HttpStatusCode.PartialContent;
        if (isPart && response.Content.Headers.ContentRange?.From != _received)
        {
            return RegistryRefusal.Invalid(where, $"it sends another part of blob {blob.Digest} than it was asked for");
        }

        return await ReadAsync(response, isPart ? 0 : _received, cancellationToken).ConfigureAwait(false) ?? Verify();
    }

    /// <summary>Reads to the end, leaving out what is known already. Answers why the end was not reached.</summary>
    private async Task<RegistryError?> ReadAsync(HttpResponseMessage response, long skip, CancellationToken cancellationToken)
    {
        using var watch = new StallWatch(options.AnswerTimeout, options.Time, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            while (_received <= blob.Size)
            {
                int count;
                try
                {
                    count = await body.ReadAsync(buffer, watch.Token).ConfigureAwait(false);
                }
                catch (Exception exception) when (RegistryTransport.IsBroken(exception) && !cancellationToken.IsCancellationRequested)
                {
                    return _received == blob.Size ? null : RegistryRefusal.Unreachable(where, watch.Explain(exception));
                }

                if (count == 0)
                {
                    break;
                }

                watch.Moved();
                var skipped = (int)Math.Min(skip, count);
                skip -= skipped;
                await AppendAsync(buffer.AsMemory(skipped, count - skipped), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return _received >= blob.Size ? null : Short() with { IsTransient = true };
    }

    private async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(bytes.Span);
        _received += bytes.Length;
        progress?.Report(new TransferProgress(blob.Digest, TransferState.Moving, Math.Min(_received, blob.Size), blob.Size));
    }

    private RegistryOutcome<Descriptor> Verify()
    {
        if (_received < blob.Size)
        {
            return Short();
        }

        var digest = Digest.FromHash(_hash.GetHashAndReset());
        if (_received != blob.Size || digest != blob.Digest)
        {
            return Wrong($"came as {digest} ({(_received > blob.Size ? "more" : _received)} bytes)");
        }

        progress?.Report(new TransferProgress(blob.Digest, TransferState.Done, blob.Size, blob.Size));
        return blob;
    }

    private RegistryError Short() => Wrong($"ended after {_received} bytes");

    private RegistryError Wrong(string how)
        => RegistryError.For(
            where,
            RegistryErrorKind.DigestMismatch,
            $"{where.Name}: blob {blob.Digest} ({blob.Size} bytes) {how}. Nothing of it is used; look at the registry and at proxies on the way.");
}

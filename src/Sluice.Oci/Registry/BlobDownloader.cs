using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Sluice.Oci.Registry;

/// <summary>Downloads: a broken connection is resumed from the last byte; size and digest are verified at the end.</summary>
internal sealed class BlobDownloader(RegistryTransport transport, RegistryClientOptions options)
{
    public async Task<RegistryOutcome<Descriptor>> DownloadAsync(
        ImageReference where, Descriptor blob, Stream destination, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var state = new State(where, blob, destination, hash, progress);
        for (var failures = 0; ; failures++)
        {
            var before = state.Received;
            var error = await ReceiveAsync(state, cancellationToken).ConfigureAwait(false);
            if (error is null)
            {
                return Verify(state);
            }

            failures = state.Received > before ? 0 : failures;
            if (error.Kind != RegistryErrorKind.Unreachable || failures >= options.Retries)
            {
                return error;
            }

            await Task.Delay(options.RetryDelay * (1 << Math.Min(failures, 6)), options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static RegistryOutcome<Descriptor> Verify(State state)
    {
        var (where, blob) = (state.Where, state.Blob);
        var digest = Digest.FromHash(state.Hash.GetHashAndReset());
        if (state.Received != blob.Size || digest != blob.Digest)
        {
            return RegistryError.For(
                where,
                RegistryErrorKind.DigestMismatch,
                $"{where.Name}: blob {blob.Digest} ({blob.Size} bytes) came as {digest} ({state.Received} bytes). Nothing of it is used; look at the registry and at proxies on the way.");
        }

        state.Progress?.Report(new TransferProgress(blob.Digest, TransferState.Done, blob.Size, blob.Size));
        return blob;
    }

    private async Task<RegistryError?> ReceiveAsync(State state, CancellationToken cancellationToken)
    {
        var request = new RegistryRequest(HttpMethod.Get, $"v2/{state.Where.Repository}/blobs/{state.Blob.Digest}")
        {
            Range = state.Received > 0 ? new RangeHeaderValue(state.Received, null) : null,
        };
        var outcome = await transport.SendAsync(state.Where, request, cancellationToken).ConfigureAwait(false);
        using var response = outcome.Value;
        if (response is null)
        {
            return outcome.Error;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(state.Where, $"blob {state.Blob.Digest}");
        }

        var skip = response.StatusCode == HttpStatusCode.PartialContent ? 0 : state.Received;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (state.Received <= state.Blob.Size)
            {
                int count;
                try
                {
                    count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (RegistryTransport.IsBroken(exception) && !cancellationToken.IsCancellationRequested)
                {
                    return RegistryRefusal.Unreachable(state.Where, exception);
                }

                if (count == 0)
                {
                    break;
                }

                var skipped = (int)Math.Min(skip, count);
                skip -= skipped;
                await state.AppendAsync(buffer.AsMemory(skipped, count - skipped), cancellationToken).ConfigureAwait(false);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private sealed class State(ImageReference where, Descriptor blob, Stream destination, IncrementalHash hash, IProgress<TransferProgress>? progress)
    {
        public ImageReference Where => where;

        public Descriptor Blob => blob;

        public IncrementalHash Hash => hash;

        public IProgress<TransferProgress>? Progress => progress;

        public long Received { get; private set; }

        public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            await destination.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            hash.AppendData(bytes.Span);
            Received += bytes.Length;
            progress?.Report(new TransferProgress(blob.Digest, TransferState.Moving, Received, blob.Size));
        }
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>One upload session of the registry, from its first byte to the closing PUT.</summary>
internal sealed class BlobUploadSession(
    RegistryTransport transport,
    RegistryClientOptions options,
    ImageReference where,
    Descriptor blob,
    Func<Stream> open,
    IProgress<TransferProgress>? progress)
{
    private Uri _location = null!;

    public long BytesSent { get; private set; }

    public static bool IsWorthAnother(RegistryError error)
        => error.Kind is RegistryErrorKind.Unreachable or RegistryErrorKind.ServerError or RegistryErrorKind.NotFound or RegistryErrorKind.RateLimited
            || error.Status == HttpStatusCode.RequestedRangeNotSatisfiable;

    /// <summary>Sends everything. Answers <see langword="null"/> when the registry has the blob.</summary>
    public async Task<RegistryError?> RunAsync(Uri location, int smallestChunk, CancellationToken cancellationToken)
    {
        _location = location;
        var chunk = Math.Max(options.ChunkSize, smallestChunk);
        if (blob.Size <= chunk)
        {
            return await CloseAsync(0, blob.Size, cancellationToken).ConfigureAwait(false);
        }

        var offset = 0L;
        var failures = 0;
        while (offset < blob.Size)
        {
            var patched = await PatchAsync(offset, Math.Min(chunk, blob.Size - offset), cancellationToken).ConfigureAwait(false);
            if (!patched.IsSuccess)
            {
                if (++failures > options.Retries || !IsWorthAnother(patched.Error))
                {
                    return patched.Error;
                }

                await Task.Delay(options.RetryDelay * (1 << Math.Min(failures - 1, 6)), options.Time, cancellationToken).ConfigureAwait(false);
                patched = await AskAsync(cancellationToken).ConfigureAwait(false);
                if (!patched.IsSuccess)
                {
                    return patched.Error;
                }
            }

            failures = patched.Value > offset ? 0 : failures;
            offset = patched.Value;
        }

        return await CloseAsync(blob.Size, 0, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends bytes; answers how many the registry has in all.</summary>
    private Task<RegistryOutcome<long>> PatchAsync(long offset, long length, CancellationToken cancellationToken)
        => StepAsync(
            new RegistryRequest(HttpMethod.Patch, _location)
            {
                Writes = true,
                IsRetried = false,
                Content = () => Slice(offset, length, $"{offset}-{offset + length - 1}"),
            },
            offset + length,
            cancellationToken);

    /// <summary>Asks how many bytes the registry has.</summary>
    private Task<RegistryOutcome<long>> AskAsync(CancellationToken cancellationToken)
        => StepAsync(new RegistryRequest(HttpMethod.Get, _location) { Writes = true }, 0, cancellationToken);

    private async Task<RegistryOutcome<long>> StepAsync(RegistryRequest request, long otherwise, CancellationToken cancellationToken)
    {
        var outcome = await transport.SendAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = outcome.Value;
        if (response is null)
        {
            return outcome.Error!;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return RegistryRefusal.NotFound(where, "such upload (the registry forgot it)");
        }

        Follow(response);
        return Received(response) ?? otherwise;
    }

    private async Task<RegistryError?> CloseAsync(long offset, long length, CancellationToken cancellationToken)
    {
        var query = (_location.Query.Length > 1 ? _location.Query + "&" : "?") + "digest=" + Uri.EscapeDataString(blob.Digest.ToString());
        var request = new RegistryRequest(HttpMethod.Put, new UriBuilder(_location) { Query = query }.Uri)
        {
            Writes = true,
            IsRetried = false,
            Content = () => length == 0 ? new ByteArrayContent([]) : Slice(offset, length, null),
        };
        var outcome = await transport.SendAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = outcome.Value;
        return response is null ? outcome.Error
            : response.StatusCode == HttpStatusCode.NotFound ? RegistryRefusal.NotFound(where, "such upload (the registry forgot it)")
            : null;
    }

    private SliceContent Slice(long offset, long length, string? range)
    {
        var content = new SliceContent(open, offset, length, count =>
        {
            BytesSent += count;
            progress?.Report(new TransferProgress(blob.Digest, TransferState.Moving, Math.Min(BytesSent, blob.Size), blob.Size));
        });
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (range is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Range", range);
        }

        return content;
    }

    private void Follow(HttpResponseMessage response)
    {
        if (response.Headers.Location is { } next)
        {
            _location = new Uri(_location, next);
        }
    }

    /// <summary>From <c>Range: 0-last</c>. <c>0-0</c> is how registries write "nothing yet".</summary>
    private static long? Received(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Range", out var values))
        {
            return null;
        }

        var text = values.First();
        return long.TryParse(text[(text.LastIndexOf('-') + 1)..], out var last) ? (last == 0 ? 0 : last + 1) : null;
    }
}

using System.Net;
using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>
/// One upload session of the registry, from its first byte to the closing PUT. After a chunk failed the registry is asked
/// how much it has, and the upload goes on from there.
/// </summary>
internal sealed class BlobUploadSession(
    RegistryTransport transport, ImageReference where, BlobSource source, IProgress<TransferProgress>? progress, Uri location)
{
    private Uri _location = location;
    private long _offset;
    private bool _isUnsure;

    /// <summary>Content bytes that went over the network, repeated ones included.</summary>
    public long BytesSent { get; private set; }

    /// <summary>The registry took no chunk and said that it will not.</summary>
    public bool RefusesChunks { get; private set; }

    private Descriptor Blob => source.Blob;

    /// <summary>Sends everything. Answers <see langword="null"/> when the registry has the blob; a transient error is worth a new session.</summary>
    public async Task<RegistryError?> RunAsync(long chunk, CancellationToken cancellationToken)
    {
        if (Blob.Size <= chunk)
        {
            return await CloseAsync(cancellationToken).ConfigureAwait(false);
        }

        while (_offset < Blob.Size)
        {
            var moved = await transport.Retry.RunAsync(token => AdvanceAsync(chunk, token), () => _offset, cancellationToken).ConfigureAwait(false);
            if (!moved.IsSuccess)
            {
                return moved.Error.Kind == RegistryErrorKind.NotFound ? moved.Error with { IsTransient = true } : moved.Error;
            }
        }

        return await CloseAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends the next chunk, after having asked where it begins when that is not certain.</summary>
    private async Task<RegistryOutcome<long>> AdvanceAsync(long chunk, CancellationToken cancellationToken)
    {
        if (_isUnsure)
        {
            var asked = await StepAsync(new RegistryRequest(HttpMethod.Get, _location) { Writes = true, IsRetried = false }, 0, cancellationToken).ConfigureAwait(false);
            if (!asked.IsSuccess || _offset == Blob.Size)
            {
                return asked;
            }
        }

        var length = Math.Min(chunk, Blob.Size - _offset);
        var patch = new RegistryRequest(HttpMethod.Patch, _location)
        {
            Writes = true,
            IsRetried = false,
            Content = moved => Slice(length, $"{_offset}-{_offset + length - 1}", moved),
        };
        var patched = await StepAsync(patch, _offset + length, cancellationToken).ConfigureAwait(false);
        if (patched.Error is { } error)
        {
            _isUnsure = true;
            RefusesChunks = _offset == 0 && error.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.LengthRequired
                or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.NotImplemented;
            return error.Status == HttpStatusCode.RequestedRangeNotSatisfiable ? error with { IsTransient = true } : error;
        }

        return patched;
    }

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
            return Forgotten();
        }

        if (response.Headers.Location is { } next)
        {
            _location = RegistryAddress.Follow(RegistryAddress.Of(where.Host), _location, next);
        }

        var received = Received(response) ?? otherwise;
        if (received > Blob.Size)
        {
            return RegistryRefusal.Invalid(where, $"it says that it has {received} bytes of a blob of {Blob.Size}");
        }

        _isUnsure = false;
        return _offset = received;
    }

    /// <summary>Sends what is left, nothing after chunks, and has the registry verify the whole.</summary>
    private async Task<RegistryError?> CloseAsync(CancellationToken cancellationToken)
    {
        var query = (_location.Query.Length > 1 ? _location.Query + "&" : "?") + "digest=" + Uri.EscapeDataString(Blob.Digest.ToString());
        var request = new RegistryRequest(HttpMethod.Put, new UriBuilder(_location) { Query = query }.Uri)
        {
            Writes = true,
            IsRetried = false,
            Content = moved => Slice(Blob.Size - _offset, null, moved),
        };
        var outcome = await transport.SendAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = outcome.Value;
        return response is null ? outcome.Error
            : response.StatusCode == HttpStatusCode.NotFound ? Forgotten() with { IsTransient = true }
            : RegistryDocument.DigestIn(response) is { } stored && stored != Blob.Digest ? RegistryRefusal.Mismatch(where, "the stored blob", Blob.Digest, stored)
            : null;
    }

    private RegistryError Forgotten() => RegistryRefusal.NotFound(where, "such upload (the registry forgot it)");

    private SliceContent Slice(long length, string? range, Action moved)
    {
        var through = _offset;
        var content = new SliceContent(source.Open, _offset, length, count =>
        {
            moved();
            through += count;
            BytesSent += count;
            progress?.Report(new TransferProgress(Blob.Digest, TransferState.Moving, through, Blob.Size));
        });
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        if (range is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Range", range);
        }

        return content;
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

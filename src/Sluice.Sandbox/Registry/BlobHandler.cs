using Microsoft.Net.Http.Headers;
using Sluice.Oci;

namespace Sluice.Sandbox.Registry;

/// <summary>GET (with a range, so that pulls can be resumed), HEAD and DELETE of blobs.</summary>
internal sealed class BlobHandler(RegistryStore store)
{
    public Task HandleAsync(HttpContext http, RegistryRoute route)
    {
        if (!Digest.TryParse(route.Reference, out var digest, out var error))
        {
            return RegistryReply.BadDigestAsync(http, error);
        }

        if (!store.HasBlob(route.Repository, digest))
        {
            return RegistryReply.NoBlobAsync(http);
        }

        switch (http.Request.Method)
        {
            case "GET" or "HEAD":
                return SendAsync(http, digest);
            case "DELETE":
                store.UnlinkBlob(route.Repository, digest);
                http.Response.StatusCode = StatusCodes.Status202Accepted;
                return Task.CompletedTask;
            default:
                return RegistryReply.NotAllowedAsync(http);
        }
    }

    private async Task SendAsync(HttpContext http, Digest digest)
    {
        var size = store.Blobs.SizeOf(digest) ?? 0;
        var (start, end) = (0L, size - 1);
        var headers = http.Response.Headers;
        headers[RegistryReply.DigestHeader] = digest.ToString();
        headers.ContentType = "application/octet-stream";
        headers.AcceptRanges = "bytes";
        if (RangeHeaderValue.TryParse(http.Request.Headers.Range.ToString(), out var asked) && asked.Ranges.Count == 1)
        {
            var range = asked.Ranges.Single();
            start = range.From ?? Math.Max(0, size - (range.To ?? 0));
            end = range.From is null ? size - 1 : Math.Min(range.To ?? (size - 1), size - 1);
            if (start > end)
            {
                headers.ContentRange = $"bytes */{size}";
                http.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                return;
            }

            headers.ContentRange = $"bytes {start}-{end}/{size}";
            http.Response.StatusCode = StatusCodes.Status206PartialContent;
        }

        http.Response.ContentLength = end - start + 1;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await http.Response.SendFileAsync(store.Blobs.PathOf(digest), start, end - start + 1, http.RequestAborted).ConfigureAwait(false);
        }
    }
}

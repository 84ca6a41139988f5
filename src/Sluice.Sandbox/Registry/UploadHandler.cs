using Sluice.Oci;

namespace Sluice.Sandbox.Registry;

/// <summary>POST (begin, mount, or all at once), PATCH, PUT, GET and DELETE of uploads.</summary>
internal sealed class UploadHandler(RegistryStore store)
{
    public Task HandleAsync(HttpContext http, RegistryRoute route)
        => (http.Request.Method, route.Resource) switch
        {
            ("POST", RegistryResource.Uploads) => BeginAsync(http, route.Repository),
            ("PATCH", RegistryResource.Upload) => AppendAsync(http, route),
            ("PUT", RegistryResource.Upload) => CloseAsync(http, route.Repository, route.Reference),
            ("GET", RegistryResource.Upload) => StateAsync(http, route),
            ("DELETE", RegistryResource.Upload) => CancelAsync(http, route),
            _ => RegistryReply.NotAllowedAsync(http),
        };

    private async Task BeginAsync(HttpContext http, string repository)
    {
        var query = http.Request.Query;
        var from = query["from"].ToString();
        if (Digest.TryParse(query["mount"].ToString(), out var wanted) && ImageReference.IsValidRepository(from) && store.HasBlob(from, wanted))
        {
            store.LinkBlob(repository, wanted);
            RegistryReply.Stored(http, $"/v2/{repository}/blobs/{wanted}", wanted);
            return;
        }

        var id = store.Uploads.Begin();
        if (query.ContainsKey("digest"))
        {
            await CloseAsync(http, repository, id).ConfigureAwait(false);
            return;
        }

        RegistryReply.Upload(http, StatusCodes.Status202Accepted, repository, id, 0);
    }

    private async Task AppendAsync(HttpContext http, RegistryRoute route)
    {
        if (!TryReadStart(http.Request, out var from))
        {
            await RegistryReply.RefuseAsync(http, StatusCodes.Status400BadRequest, "BLOB_UPLOAD_INVALID", "Content-Range is <first>-<last>").ConfigureAwait(false);
            return;
        }

        var (taken, length) = await store.Uploads.AppendAsync(route.Reference, from, http.Request.Body, http.RequestAborted).ConfigureAwait(false);
        if (length is null)
        {
            await RegistryReply.NoUploadAsync(http).ConfigureAwait(false);
            return;
        }

        var status = taken ? StatusCodes.Status202Accepted : StatusCodes.Status416RangeNotSatisfiable;
        RegistryReply.Upload(http, status, route.Repository, route.Reference, length.Value);
    }

    private async Task CloseAsync(HttpContext http, string repository, string id)
    {
        if (!Digest.TryParse(http.Request.Query["digest"].ToString(), out var digest, out var error))
        {
            await RegistryReply.BadDigestAsync(http, error).ConfigureAwait(false);
            return;
        }

        switch (await store.Uploads.CloseAsync(id, digest, http.Request.Body, http.RequestAborted).ConfigureAwait(false))
        {
            case UploadClosing.Stored:
                store.LinkBlob(repository, digest);
                RegistryReply.Stored(http, $"/v2/{repository}/blobs/{digest}", digest);
                break;
            case UploadClosing.OtherDigest:
                await RegistryReply.BadDigestAsync(http, "the content has another digest; the upload was discarded").ConfigureAwait(false);
                break;
            default:
                await RegistryReply.NoUploadAsync(http).ConfigureAwait(false);
                break;
        }
    }

    private async Task StateAsync(HttpContext http, RegistryRoute route)
    {
        if (await store.Uploads.LengthAsync(route.Reference, http.RequestAborted).ConfigureAwait(false) is { } length)
        {
            RegistryReply.Upload(http, StatusCodes.Status204NoContent, route.Repository, route.Reference, length);
        }
        else
        {
            await RegistryReply.NoUploadAsync(http).ConfigureAwait(false);
        }
    }

    private async Task CancelAsync(HttpContext http, RegistryRoute route)
    {
        if (await store.Uploads.CancelAsync(route.Reference, http.RequestAborted).ConfigureAwait(false))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await RegistryReply.NoUploadAsync(http).ConfigureAwait(false);
        }
    }

    /// <summary>A PATCH without Content-Range appends (a stream of unknown length).</summary>
    private static bool TryReadStart(HttpRequest request, out long? start)
    {
        start = null;
        var text = request.Headers.ContentRange.ToString();
        if (text.Length == 0)
        {
            return true;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0 || !long.TryParse(text.AsSpan(0, dash), out var first))
        {
            return false;
        }

        start = first;
        return true;
    }
}

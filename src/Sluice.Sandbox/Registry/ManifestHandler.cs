using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Sandbox.Registry;

/// <summary>GET, HEAD, PUT and DELETE of manifests, by tag or digest.</summary>
internal sealed class ManifestHandler(RegistryStore store)
{
    private const int Largest = 4 << 20;

    public Task HandleAsync(HttpContext http, RegistryRoute route)
    {
        var byDigest = route.Reference.Contains(':', StringComparison.Ordinal);
        if (byDigest && !Digest.TryParse(route.Reference, out _, out var error))
        {
            return RegistryReply.BadDigestAsync(http, error);
        }

        if (!byDigest && !ImageReference.IsValidTag(route.Reference))
        {
            return RegistryReply.RefuseAsync(http, StatusCodes.Status400BadRequest, "TAG_INVALID", "a tag is up to 128 letters, digits, _ . and -");
        }

        return http.Request.Method switch
        {
            "GET" or "HEAD" => SendAsync(http, route),
            "PUT" => StoreAsync(http, route, byDigest),
            "DELETE" => DeleteAsync(http, route, byDigest),
            _ => RegistryReply.NotAllowedAsync(http),
        };
    }

    private async Task SendAsync(HttpContext http, RegistryRoute route)
    {
        if (store.Resolve(route.Repository, route.Reference) is not { } digest)
        {
            await RegistryReply.NoManifestAsync(http).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = store.MediaTypeOf(route.Repository, digest);
        http.Response.ContentLength = store.Blobs.SizeOf(digest);
        http.Response.Headers[RegistryReply.DigestHeader] = digest.ToString();
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await http.Response.SendFileAsync(store.Blobs.PathOf(digest), http.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task StoreAsync(HttpContext http, RegistryRoute route, bool byDigest)
    {
        if (await ReadAsync(http).ConfigureAwait(false) is not { } bytes)
        {
            await RegistryReply.RefuseAsync(http, StatusCodes.Status413PayloadTooLarge, "MANIFEST_INVALID", $"a manifest has at most {Largest} bytes").ConfigureAwait(false);
            return;
        }

        var mediaType = (http.Request.ContentType ?? MediaTypes.ImageManifest).Split(';')[0].Trim();
        var document = new OciDocument(mediaType, bytes);
        if (byDigest && document.Digest.ToString() != route.Reference)
        {
            await RegistryReply.BadDigestAsync(http, $"the content is {document.Digest}").ConfigureAwait(false);
            return;
        }

        if (Refuse(route.Repository, document) is var (code, message))
        {
            await RegistryReply.RefuseAsync(http, StatusCodes.Status400BadRequest, code, message).ConfigureAwait(false);
            return;
        }

        await store.PutManifestAsync(route.Repository, byDigest ? null : route.Reference, document, http.RequestAborted).ConfigureAwait(false);
        if (Referrers.SubjectOf(document) is { } about)
        {
            http.Response.Headers["OCI-Subject"] = about.Subject.ToString();
        }

        RegistryReply.Stored(http, $"/v2/{route.Repository}/manifests/{document.Digest}", document.Digest);
    }

    private static async Task<byte[]?> ReadAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > Largest)
            {
                return null;
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A manifest must be readable and everything it names must be here (its subject may come later).</summary>
    private (string Code, string Message)? Refuse(string repository, OciDocument document)
    {
        if (MediaTypes.IsIndex(document.MediaType))
        {
            return !ImageIndex.TryRead(document.Bytes.Span, out var index, out var indexError) ? ("MANIFEST_INVALID", indexError)
                : index.Manifests.FirstOrDefault(entry => store.Resolve(repository, entry.Digest.ToString()) is null) is { } absent
                    ? ("MANIFEST_BLOB_UNKNOWN", $"push manifest {absent.Digest} first")
                : null;
        }

        if (!ImageManifest.TryRead(document.Bytes.Span, out var manifest, out var error))
        {
            return ("MANIFEST_INVALID", error);
        }

        return manifest.Layers.Append(manifest.Config).FirstOrDefault(blob => !store.HasBlob(repository, blob.Digest)) is { } missing
            ? ("MANIFEST_BLOB_UNKNOWN", $"push blob {missing.Digest} first")
            : null;
    }

    private Task DeleteAsync(HttpContext http, RegistryRoute route, bool byDigest)
    {
        if (store.Resolve(route.Repository, route.Reference) is not { } digest)
        {
            return RegistryReply.NoManifestAsync(http);
        }

        if (byDigest)
        {
            store.DeleteManifest(route.Repository, digest);
        }
        else
        {
            store.DeleteTag(route.Repository, route.Reference);
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}

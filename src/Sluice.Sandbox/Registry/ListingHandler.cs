using System.Globalization;
using System.Text.Json;
using Sluice.Oci;

namespace Sluice.Sandbox.Registry;

/// <summary>The list of tags, in pages, and the referrers API.</summary>
internal sealed class ListingHandler(RegistryStore store)
{
    public async Task TagsAsync(HttpContext http, RegistryRoute route)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            await RegistryReply.NotAllowedAsync(http).ConfigureAwait(false);
            return;
        }

        if (!store.Exists(route.Repository))
        {
            await RegistryReply.RefuseAsync(http, StatusCodes.Status404NotFound, "NAME_UNKNOWN", "there is no such repository").ConfigureAwait(false);
            return;
        }

        var last = http.Request.Query["last"].ToString();
        var after = store.Tags(route.Repository).Where(tag => string.CompareOrdinal(tag, last) > 0).ToList();
        var page = int.TryParse(http.Request.Query["n"], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? after.Take(most).ToList() : after;
        if (page.Count > 0 && page.Count < after.Count)
        {
            http.Response.Headers.Link = $"</v2/{route.Repository}/tags/list?n={most}&last={page[^1]}>; rel=\"next\"";
        }

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("name", route.Repository);
        json.WriteStartArray("tags");
        page.ForEach(json.WriteStringValue);
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }

    public async Task ReferrersAsync(HttpContext http, RegistryRoute route)
    {
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            await RegistryReply.NotAllowedAsync(http).ConfigureAwait(false);
            return;
        }

        if (!Digest.TryParse(route.Reference, out var subject, out var error))
        {
            await RegistryReply.BadDigestAsync(http, error).ConfigureAwait(false);
            return;
        }

        IEnumerable<Descriptor> found = await store.ReferrersAsync(route.Repository, subject, http.RequestAborted).ConfigureAwait(false);
        if (http.Request.Query["artifactType"].ToString() is { Length: > 0 } type)
        {
            found = found.Where(entry => entry.ArtifactType == type);
            http.Response.Headers["OCI-Filters-Applied"] = "artifactType";
        }

        http.Response.ContentType = MediaTypes.ImageIndex;
        await http.Response.Body.WriteAsync(new ImageIndex { Manifests = [.. found] }.ToDocument().Bytes, http.RequestAborted).ConfigureAwait(false);
    }
}

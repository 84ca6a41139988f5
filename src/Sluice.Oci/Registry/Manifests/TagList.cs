using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>The tags of a repository, page by page.</summary>
internal sealed class TagList(RegistryTransport transport)
{
    public async Task<RegistryOutcome<IReadOnlyList<string>>> ListAsync(ImageReference where, CancellationToken cancellationToken)
    {
        var tags = new List<string>();
        for (var page = new Uri($"v2/{where.Repository}/tags/list", UriKind.Relative); page is not null;)
        {
            var fetched = await transport.FetchAsync(where, new RegistryRequest(HttpMethod.Get, page), cancellationToken).ConfigureAwait(false);
            if (!fetched.IsSuccess)
            {
                return fetched.Error;
            }

            if (fetched.Value.IsMissing)
            {
                return RegistryRefusal.NotFound(where, "such repository");
            }

            if (!TryRead(fetched.Value.Bytes, tags))
            {
                return RegistryRefusal.Invalid(where, "the list of tags cannot be read");
            }

            page = fetched.Value.Next;
        }

        return RegistryOutcomes.List(tags);
    }

    private static bool TryRead(byte[] body, List<string> tags)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.TryGetProperty("tags", out var list) && list.ValueKind == JsonValueKind.Array)
            {
                tags.AddRange(list.EnumerateArray().Select(tag => tag.GetString() ?? ""));
            }

            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}

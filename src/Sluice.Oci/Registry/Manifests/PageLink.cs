namespace Sluice.Oci.Registry;

/// <summary>The <c>Link: &lt;…&gt;; rel="next"</c> of a listing.</summary>
internal static class PageLink
{
    /// <summary>Where the next page is, or <see langword="null"/> on the last.</summary>
    public static Uri? Next(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Link", out var links))
        {
            return null;
        }

        var link = links.FirstOrDefault(value => value.Contains("rel=\"next\"", StringComparison.Ordinal) || value.Contains("rel=next", StringComparison.Ordinal));
        var start = link?.IndexOf('<', StringComparison.Ordinal) ?? -1;
        var end = link?.IndexOf('>', StringComparison.Ordinal) ?? -1;
        if (start < 0 || end <= start || !Uri.TryCreate(link![(start + 1)..end], UriKind.RelativeOrAbsolute, out var next))
        {
            return null;
        }

        var here = response.RequestMessage!.RequestUri!;
        var there = new Uri(here, next);
        return there.Authority == here.Authority ? there : null;
    }
}

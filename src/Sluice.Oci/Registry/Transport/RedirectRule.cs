using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>
/// Registries send downloads, and some uploads, to a storage service. Done by hand because the framework either drops the
/// login on every redirect or would have to be trusted to drop it; whether it goes along is decided per address by the
/// transport.
/// </summary>
internal static class RedirectRule
{
    public const int MostHops = 5;

    public static bool IsRedirect(HttpResponseMessage response)
        => response.Headers.Location is not null
            && response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Redirect or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>Where to and how; <see langword="null"/> when the redirect must not be followed: off encryption, or a write that would become a read.</summary>
    public static (HttpMethod Method, Uri Address)? Next(HttpMethod method, Uri home, Uri from, HttpResponseMessage response)
    {
        var to = RegistryAddress.Follow(home, from, response.Headers.Location!);
        var isWeb = to.Scheme == Uri.UriSchemeHttps || (to.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        var keepsMethod = method == HttpMethod.Get || method == HttpMethod.Head
            || response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return isWeb && keepsMethod ? (method, to) : null;
    }
}

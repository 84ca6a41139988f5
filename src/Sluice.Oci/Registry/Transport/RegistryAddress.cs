using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>http for this machine, https for every other.</summary>
internal static class RegistryAddress
{
    /// <summary>The name people use, and the host that serves its API.</summary>
    private const string DockerHub = "docker.io";
    private const string DockerHubApi = "registry-1.docker.io";

    public static Uri Of(string host) => new($"{(IsLoopback(host) ? "http" : "https")}://{(host == DockerHub ? DockerHubApi : host)}/");

    /// <summary>True for addresses to which a credential may be sent.</summary>
    public static bool IsSafe(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsLoopback(uri.Authority));

    /// <summary>True where a request carries the host's own login.</summary>
    public static bool IsOwn(Uri home, Uri address) => address.Scheme == home.Scheme && address.Authority == home.Authority;

    /// <summary>
    /// Where a <c>Location</c> leads. A registry behind a proxy that ends TLS often names itself with http; its own host is
    /// taken for the same https place.
    /// </summary>
    public static Uri Follow(Uri home, Uri from, Uri location)
    {
        var to = new Uri(from, location);
        return home.Scheme == Uri.UriSchemeHttps && to.Scheme == Uri.UriSchemeHttp && to.Host == home.Host
            ? new UriBuilder(to) { Scheme = home.Scheme, Port = home.Port }.Uri
            : to;
    }

    private static bool IsLoopback(string host)
    {
        var uri = new Uri($"http://{host}/");
        return uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}

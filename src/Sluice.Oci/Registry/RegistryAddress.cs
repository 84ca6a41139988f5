using System.Net;

namespace Sluice.Oci.Registry;

/// <summary>http for this machine, https for every other.</summary>
internal static class RegistryAddress
{
    public static Uri Of(string host) => new($"{(IsLoopback(host) ? "http" : "https")}://{host}/");

    /// <summary>True for addresses to which a credential may be sent.</summary>
    public static bool IsSafe(Uri uri) => uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || IsLoopback(uri.Authority);

    private static bool IsLoopback(string host)
    {
        var uri = new Uri($"http://{host}/");
        return uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }
}

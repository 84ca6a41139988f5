using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Connection.Kubeconfigs;
using Sluice.Kubernetes.Connection.Tls;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection;

/// <summary>Where an API server is, how to get there, and how to know it. Not a record: one prints all it holds, a proxy's password too.</summary>
/// <param name="address">With http or https.</param>
/// <param name="trust">Which servers to take for the one that is meant.</param>
internal sealed class ServerSettings(Uri address, ServerTrust trust)
{
    private static readonly string[] ProxySchemes = ["http", "https", "socks5"];

    public Uri Address => address;

    public ServerTrust Trust => trust;

    /// <summary>The name to ask for and to check, when it is not the address's.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Null for the one that the environment names.</summary>
    public IWebProxy? Proxy { get; init; }

    public bool Compression { get; init; } = true;

    /// <summary>The cluster as a credential plugin gets to know it.</summary>
    public JsonObject ForPlugins { get; init; } = [];

    /// <summary>Null when something is wrong, which is reported.</summary>
    public static ServerSettings? Read(KubeconfigCluster cluster, List<ClusterProblem> problems)
    {
        int before = problems.Count;
        Uri? address = AddressOf(cluster, problems);
        string? pem = Pem.Read(cluster.CertificateAuthorityData, cluster.CertificateAuthority, "certificate-authority", cluster.Place, problems);
        X509Certificate2Collection? authorities = pem is null || cluster.SkipTlsVerify ? null : Authorities(pem, cluster, problems);
        if (cluster.SkipTlsVerify && pem is not null)
        {
            problems.Add(Pem.Unusable($"{cluster.Place}: cluster {cluster.Name} has a certificate-authority and insecure-skip-tls-verify, which contradict each other."));
        }

        IWebProxy? proxy = Proxied(cluster, problems);
        if (address is null || problems.Count > before)
        {
            return null;
        }

        string? serverName = string.IsNullOrEmpty(cluster.TlsServerName) ? null : cluster.TlsServerName;
        return new ServerSettings(address, cluster.SkipTlsVerify ? ServerTrust.Blind : new ServerTrust(authorities, serverName ?? address.IdnHost))
        {
            TlsServerName = serverName,
            Proxy = proxy,
            Compression = !cluster.DisableCompression,
            ForPlugins = Described(cluster, pem),
        };
    }

    private static Uri? AddressOf(KubeconfigCluster cluster, List<ClusterProblem> problems)
    {
        string where = $"{cluster.Place}: cluster {cluster.Name}";
        if (string.IsNullOrEmpty(cluster.Server))
        {
            problems.Add(Pem.Unusable($"{where} has no server."));
        }
        else if (!Uri.TryCreate(cluster.Server, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add(Pem.Unusable($"{where}: server is not an address that begins with https:// or http://."));
        }
        else if (address.UserInfo.Length > 0)
        {
            problems.Add(Pem.Unusable($"{where}: server holds a user name or password; those belong to the kubeconfig's user."));
        }
        else
        {
            return address;
        }

        return null;
    }

    private static X509Certificate2Collection? Authorities(string pem, KubeconfigCluster cluster, List<ClusterProblem> problems)
    {
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException)
        {
            found.Clear();
        }

        if (found.Count > 0)
        {
            return found;
        }

        problems.Add(Pem.Unusable($"{cluster.Place}: certificate-authority of cluster {cluster.Name} has no certificate in PEM form."));
        return null;
    }

    private static WebProxy? Proxied(KubeconfigCluster cluster, List<ClusterProblem> problems)
    {
        if (string.IsNullOrEmpty(cluster.ProxyUrl))
        {
            return null;
        }

        if (!Uri.TryCreate(cluster.ProxyUrl, UriKind.Absolute, out Uri? address) || !ProxySchemes.Contains(address.Scheme))
        {
            problems.Add(Pem.Unusable($"{cluster.Place}: proxy-url of cluster {cluster.Name} is not an address that begins with http://, https:// or socks5://."));
            return null;
        }

        var proxy = new WebProxy(address);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest])
        {
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(rest.FirstOrDefault() ?? ""));
        }

        return proxy;
    }

    private static JsonObject Described(KubeconfigCluster cluster, string? pem)
    {
        var described = new JsonObject { ["server"] = cluster.Server };
        if (!string.IsNullOrEmpty(cluster.TlsServerName))
        {
            described["tls-server-name"] = cluster.TlsServerName;
        }

        if (cluster.SkipTlsVerify)
        {
            described["insecure-skip-tls-verify"] = true;
        }

        if (pem is not null)
        {
            described["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(pem));
        }

        if (!string.IsNullOrEmpty(cluster.ProxyUrl))
        {
            described["proxy-url"] = cluster.ProxyUrl;
        }

        return described;
    }
}

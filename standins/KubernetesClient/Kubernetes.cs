using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Authentication;
using k8s.Exceptions;

namespace k8s;

/// <summary>
/// A connection to one API server. <see cref="HttpClient"/> carries TLS, client certificates and the handlers;
/// what goes into headers is not added by it: credentials (<see cref="Credentials"/> does that for each request) and the
/// server name to check for, which the handler takes from the Host header.
/// </summary>
public class Kubernetes : IKubernetes
{
    public Kubernetes(KubernetesClientConfiguration config, params DelegatingHandler[] handlers)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (string.IsNullOrWhiteSpace(config.Host))
        {
            throw new KubeConfigException("host url must be set");
        }

        if (!Uri.TryCreate(config.Host.EndsWith('/') ? config.Host : config.Host + "/", UriKind.Absolute, out Uri address))
        {
            throw new KubeConfigException("bad host url");
        }

        BaseUri = address;
        Credentials = CreateCredentials(config);
        HttpClient = new HttpClient(Chain(CreateHandler(config, address), handlers), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri BaseUri { get; set; }

    /// <summary>Null when there is nothing to add to a request.</summary>
    public ServiceClientCredentials Credentials { get; private set; }

    public HttpClient HttpClient { get; protected set; }

    /// <summary>The first that is there of: token provider, token, user name with password.</summary>
    public static ServiceClientCredentials CreateCredentials(KubernetesClientConfiguration config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.TokenProvider is not null)
        {
            return new TokenCredentials(config.TokenProvider);
        }

        if (!string.IsNullOrEmpty(config.AccessToken))
        {
            return new TokenCredentials(config.AccessToken);
        }

        return string.IsNullOrEmpty(config.Username)
            ? null
            : new BasicAuthenticationCredentials { UserName = config.Username, Password = config.Password };
    }

    /// <summary>Whether a server's certificate comes from one of the given authorities and is for the name that was asked.</summary>
    public static bool CertificateValidationCallBack(
        object sender,
        X509Certificate2Collection caCerts,
        X509Certificate certificate,
        X509Chain chain,
        SslPolicyErrors sslPolicyErrors)
    {
        if (sslPolicyErrors == SslPolicyErrors.None)
        {
            return true;
        }

        if (sslPolicyErrors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || chain is null)
        {
            return false;
        }

        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(caCerts);
        return chain.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            HttpClient?.Dispose();
            HttpClient = null;
        }
    }

    private static SocketsHttpHandler CreateHandler(KubernetesClientConfiguration config, Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromMinutes(3),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            EnableMultipleHttp2Connections = true,
        };
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            SetTls(handler.SslOptions, config);
        }

        config.FirstMessageHandlerSetup?.Invoke(handler);
        return handler;
    }

    private static void SetTls(SslClientAuthenticationOptions tls, KubernetesClientConfiguration config)
    {
        if (config.SkipTlsVerify)
        {
            tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        }
        else if (config.SslCaCerts is { } authorities)
        {
            tls.RemoteCertificateValidationCallback = (sender, certificate, chain, errors) =>
                CertificateValidationCallBack(sender, authorities, certificate, chain, errors);
        }

        if (ClientCertificate(config) is { } own)
        {
            tls.ClientCertificates = [own];
        }
    }

    private static X509Certificate2 ClientCertificate(KubernetesClientConfiguration config)
    {
        string certificate = PemOf(config.ClientCertificateData, config.ClientCertificateFilePath);
        string key = PemOf(config.ClientCertificateKeyData, config.ClientKeyFilePath);
        if (certificate is null || key is null)
        {
            return null;
        }

        using var pem = X509Certificate2.CreateFromPem(certificate, key);

        // Windows' TLS does not take a key that lives in memory only.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
    }

    private static string PemOf(string base64, string path)
    {
        if (!string.IsNullOrWhiteSpace(base64))
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }

        return string.IsNullOrWhiteSpace(path) ? null : File.ReadAllText(path);
    }

    private static HttpMessageHandler Chain(SocketsHttpHandler innermost, DelegatingHandler[] handlers)
    {
        HttpMessageHandler chain = innermost;
        foreach (DelegatingHandler handler in handlers)
        {
            handler.InnerHandler = chain;
            chain = handler;
        }

        return chain;
    }
}

using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;

namespace k8s;

/// <summary>How to reach one API server, and as whom.</summary>
public partial class KubernetesClientConfiguration
{
    /// <summary>The current or chosen context; null in a cluster.</summary>
    public string CurrentContext { get; internal set; }

    public string Namespace { get; set; }

    /// <summary>Address of the API server, with scheme.</summary>
    public string Host { get; set; }

    /// <summary>The authorities that the server's certificate is checked with; null means those that the machine trusts.</summary>
    public X509Certificate2Collection SslCaCerts { get; set; }

    /// <summary>PEM in base64.</summary>
    public string ClientCertificateData { get; set; }

    /// <summary>PEM in base64.</summary>
    public string ClientCertificateKeyData { get; set; }

    public string ClientCertificateFilePath { get; set; }

    public string ClientKeyFilePath { get; set; }

    public bool SkipTlsVerify { get; set; }

    /// <summary>The name that the server's certificate is checked for and that is asked for (SNI), when it is not the host's.</summary>
    public string TlsServerName { get; set; }

    public string Username { get; set; }

    public string Password { get; set; }

    public string AccessToken { get; set; }

    /// <summary>Goes before <see cref="AccessToken"/>.</summary>
    public ITokenProvider TokenProvider { get; set; }

    /// <summary>For the client's own operations; <see cref="Kubernetes.HttpClient"/> itself has no time-out.</summary>
    public TimeSpan HttpClientTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Called with the innermost handler before the first request.</summary>
    public Action<SocketsHttpHandler> FirstMessageHandlerSetup { get; set; }

    public bool DisableHttp2 { get; set; }
}

using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Kubernetes.Connection.Tls;

/// <summary>A certificate with its key, and what leads from it to an authority, as one PEM text may hold several.</summary>
internal sealed class ClientCertificate
{
    private ClientCertificate(X509Certificate2 own, X509Certificate2Collection others)
    {
        Certificate = own;
        Context = SslStreamCertificateContext.Create(own, others, offline: true);
    }

    public X509Certificate2 Certificate { get; }

    public SslStreamCertificateContext Context { get; }

    /// <exception cref="System.Security.Cryptography.CryptographicException">They are not PEM, or do not belong together. The message has nothing of them.</exception>
    public static ClientCertificate FromPem(string certificate, string key)
    {
        using X509Certificate2 pem = X509Certificate2.CreateFromPem(certificate, key);
        var others = new X509Certificate2Collection();
        others.ImportFromPem(certificate);
        others.RemoveAt(0);

        // Windows' TLS does not take a key that lives in memory only.
        return new ClientCertificate(X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null), others);
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>An authority and certificates that it signed.</summary>
internal sealed class Certificates
{
    private readonly X509Certificate2 authority;

    public Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    public string AuthorityPem => authority.ExportCertificatePem();

    public X509Certificate2 Server(string dnsName, bool withLoopback)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        if (withLoopback)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        return Sign(new CertificateRequest("CN=" + dnsName, key, HashAlgorithmName.SHA256), names.Build(), key);
    }

    public (string Certificate, string Key) Client(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = Sign(new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256), null, key);
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private X509Certificate2 Sign(CertificateRequest request, X509Extension? names, ECDsa key)
    {
        if (names is not null)
        {
            request.CertificateExtensions.Add(names);
        }

        using X509Certificate2 signed = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(20), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}

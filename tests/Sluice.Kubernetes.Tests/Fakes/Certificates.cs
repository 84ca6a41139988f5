using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>An authority and certificates that it signed.</summary>
internal sealed class Certificates
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2 authority;

    /// <param name="issuer">Who signs this authority; null for one that signs itself.</param>
    /// <param name="name">Its common name.</param>
    /// <param name="serial">Its serial number; null for any.</param>
    public Certificates(Certificates? issuer = null, string name = "test authority", byte[]? serial = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = issuer is not null
            ? issuer.Sign(request, key)
            : serial is null
                ? request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1))
                : SelfSigned(request, key, serial);
    }

    public X509Certificate2 Authority => authority;

    public string AuthorityPem => authority.ExportCertificatePem();

    public X509Certificate2 Server(string dnsName, bool withLoopback)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        if (withLoopback)
        {
            names.AddIpAddress(IPAddress.Loopback);
        }

        return Server("CN=" + dnsName, names);
    }

    /// <param name="subject">Distinguished name.</param>
    /// <param name="names">Alternative names; null for none.</param>
    /// <param name="days">For how long it is valid; negative for one that ran out.</param>
    /// <param name="use">What it is for.</param>
    public X509Certificate2 Server(string subject, SubjectAlternativeNameBuilder? names, double days = 0.8, string use = ServerUse)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        return Sign(request, key, days);
    }

    public X509Certificate2 ForClientsOnly(string dnsName)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(dnsName);
        return Server("CN=" + dnsName, names, use: ClientUse);
    }

    /// <summary>Certificate and key in PEM; the key with an elliptic curve or RSA, in its own form or PKCS#8.</summary>
    public (string Certificate, string Key) Client(string name, bool rsa = false, bool pkcs8 = true)
    {
        if (rsa)
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return (Issue(request, 0.8).ExportCertificatePem(), pkcs8 ? key.ExportPkcs8PrivateKeyPem() : key.ExportRSAPrivateKeyPem());
        }

        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X509Certificate2 certificate = Issue(new CertificateRequest("CN=" + name, curve, HashAlgorithmName.SHA256), 0.8);
        return (certificate.ExportCertificatePem(), pkcs8 ? curve.ExportPkcs8PrivateKeyPem() : curve.ExportECPrivateKeyPem());
    }

    private X509Certificate2 Sign(CertificateRequest request, ECDsa key, double days = 0.8)
    {
        using X509Certificate2 withKey = Issue(request, days).CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    private X509Certificate2 Issue(CertificateRequest request, double days)
    {
        DateTimeOffset end = DateTimeOffset.UtcNow.AddDays(days);
        var issuer = X509SignatureGenerator.CreateForECDsa(authority.GetECDsaPrivateKey()!);
        return request.Create(authority.SubjectName, issuer, end.AddDays(-0.9), end, RandomNumberGenerator.GetBytes(8));
    }

    private static X509Certificate2 SelfSigned(CertificateRequest request, ECDsa key, byte[] serial)
    {
        using X509Certificate2 signed = request.Create(
            request.SubjectName, X509SignatureGenerator.CreateForECDsa(key), DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), serial);
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}

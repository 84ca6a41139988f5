using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Sandbox.Hosting;

/// <summary>The sandbox's own CA, its server certificate and the token of its one user; made at the first start and kept in its home.</summary>
/// <param name="CaPem">The CA's certificate.</param>
/// <param name="Server">With its key.</param>
/// <param name="Token">For clients.</param>
internal sealed record SandboxKeys(string CaPem, X509Certificate2 Server, string Token)
{
    private const int Years = 10;

    public static SandboxKeys LoadOrCreate(SandboxFiles files, AddressBlock addresses, TimeProvider time)
    {
        string ca = Path.Combine(files.Keys, "ca.crt");
        string crt = Path.Combine(files.Keys, $"server-{addresses.Index}.crt");
        string key = Path.Combine(files.Keys, $"server-{addresses.Index}.key");
        string token = Path.Combine(files.Keys, "token");
        if (!File.Exists(ca) || !File.Exists(crt) || !File.Exists(key))
        {
            Create(addresses, time.GetUtcNow(), ca, crt, key);
        }

        if (!File.Exists(token))
        {
            SandboxFiles.WriteWhole(token, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        }

        return new SandboxKeys(File.ReadAllText(ca), X509Certificate2.CreateFromPemFile(crt, key), File.ReadAllText(token).Trim());
    }

    private static void Create(AddressBlock addresses, DateTimeOffset now, string ca, string crt, string key)
    {
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=sluice-sandbox-ca", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        caRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        caRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(caRequest.PublicKey, false));
        using var authority = caRequest.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sluice-sandbox", serverKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(addresses.ControlAddress);
        names.AddIpAddress(addresses.KubernetesServiceAddress);
        names.AddIpAddress(IPAddress.Loopback);
        foreach (string name in (ReadOnlySpan<string>)["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"])
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var server = request.Create(authority, now.AddDays(-1), now.AddYears(Years).AddDays(-1), RandomNumberGenerator.GetBytes(16));

        // The CA's key is not kept: it signs once.
        SandboxFiles.WriteWhole(key, serverKey.ExportPkcs8PrivateKeyPem());
        SandboxFiles.WriteWhole(crt, server.ExportCertificatePem());
        SandboxFiles.WriteWhole(ca, authority.ExportCertificatePem());
    }
}

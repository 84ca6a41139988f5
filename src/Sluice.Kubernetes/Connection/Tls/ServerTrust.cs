using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Kubernetes.Connection.Tls;

/// <summary>
/// Decides whether a server is the one that the kubeconfig means: its certificate has to come from an authority that is trusted and
/// to be for the name that was asked. Decided here, as KubernetesClient looks at the authority only.
/// </summary>
/// <param name="authorities">The only ones to trust; null for those that the machine trusts.</param>
/// <param name="name">Host name or address that the certificate has to be for.</param>
internal sealed class ServerTrust(X509Certificate2Collection? authorities, string name)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Takes every server for the right one, for a kubeconfig that says <c>insecure-skip-tls-verify</c>.</summary>
    public static ServerTrust Blind { get; } = new(null, "") { IsBlind = true };

    private bool IsBlind { get; init; }

    /// <summary>For the handler: the answer is yes, or an exception that says why not.</summary>
    /// <exception cref="AuthenticationException">The server is not trusted.</exception>
    public bool Accept(X509Certificate? certificate, X509Chain? received, SslPolicyErrors errors)
    {
        if (IsBlind)
        {
            return true;
        }

        if (certificate is null)
        {
            throw new AuthenticationException("the server shows no certificate");
        }

        using X509Certificate2 shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        if (WhyNot(shown, received?.ChainPolicy.ExtraStore ?? [], errors) is { } reason)
        {
            throw new AuthenticationException(reason);
        }

        return true;
    }

    /// <summary>Null for a certificate that is accepted.</summary>
    /// <param name="shown">The server's own.</param>
    /// <param name="others">What it sent to lead to an authority.</param>
    /// <param name="errors">What the platform found.</param>
    public string? WhyNot(X509Certificate2 shown, X509Certificate2Collection others, SslPolicyErrors errors)
    {
        if (!shown.MatchesHostname(name, allowWildcards: true, allowCommonName: false))
        {
            return $"it is for {Names(shown)}, not for {name}";
        }

        using X509Chain chain = Chain(others);
        bool valid = chain.Build(shown);
        bool trusted = authorities is null ? valid : valid && chain.ChainElements.Any(e => IsAuthority(e.Certificate));
        if (trusted && (authorities is not null || errors is SslPolicyErrors.None or SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return null;
        }

        return OutOfDate(shown) ?? $"it is issued by {shown.Issuer}, which {(authorities is null ? "this machine does not trust" : "certificate-authority does not vouch for")}{Details(chain)}";
    }

    // Byte by byte: certificates count as equal already when issuer and serial number are, which anyone can write into theirs.
    private bool IsAuthority(X509Certificate2 certificate) => authorities!.Any(a => a.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));

    private X509Chain Chain(X509Certificate2Collection others)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.ExtraStore.AddRange(others);
        if (authorities is not null)
        {
            chain.ChainPolicy.DisableCertificateDownloads = true;
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(authorities);

            // An authority may itself be issued by one that is not given (a cluster's beneath a company's). So a chain may end
            // early, if one of the authorities is in it.
            chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        }

        return chain;
    }

    private static string Names(X509Certificate2 shown)
    {
        string[] names = [.. shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(e => e.EnumerateDnsNames().Concat(e.EnumerateIPAddresses().Select(a => a.ToString())))];
        return names.Length == 0 ? "no host name at all" : string.Join(", ", names);
    }

    private static string? OutOfDate(X509Certificate2 shown)
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return now > shown.NotAfter.ToUniversalTime() ? $"it expired on {Day(shown.NotAfter)}"
            : now < shown.NotBefore.ToUniversalTime() ? $"it is valid from {Day(shown.NotBefore)} on only, by this machine's clock"
            : null;
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Details(X509Chain chain)
    {
        string[] found = [.. chain.ChainStatus.Select(s => s.Status.ToString()).Distinct()];
        return found.Length == 0 ? "" : $" ({string.Join(", ", found)})";
    }
}

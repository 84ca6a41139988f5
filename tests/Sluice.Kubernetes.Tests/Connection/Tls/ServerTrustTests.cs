using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Sluice.Kubernetes.Connection.Tls;
using Sluice.Kubernetes.Tests.Fakes;

namespace Sluice.Kubernetes.Tests.Connection.Tls;

/// <summary>Names and chains as kubectl takes them. What the platform reports is passed as its worst: nothing may rest on it alone.</summary>
public sealed class ServerTrustTests
{
    private const SslPolicyErrors Untrusted = SslPolicyErrors.RemoteCertificateChainErrors | SslPolicyErrors.RemoteCertificateNameMismatch;

    private static readonly Certificates Ca = new();

    [Theory]
    [InlineData("api.internal", "api.internal", true)]
    [InlineData("api.internal", "API.Internal", true)]
    [InlineData("*.internal", "api.internal", true)]
    [InlineData("*.internal", "a.api.internal", false)]
    [InlineData("api.internal", "api.internal.evil", false)]
    [InlineData("api.internal", "127.0.0.1", false)]
    public void WhyNot_Name_HasToBeTheOneThatWasAsked(string certified, string asked, bool accepted)
    {
        string? reason = WhyNot(Ca.Server(certified, withLoopback: false), asked, [Ca]);

        Assert.Equal(accepted ? null : $"it is for {certified}, not for {asked}", reason);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void WhyNot_Address_IsFoundAmongTheCertificatesAddresses(string address)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));

        Assert.Null(WhyNot(Ca.Server("CN=x", names), address, [Ca]));
        Assert.NotNull(WhyNot(Ca.Server("CN=x", names), "10.0.0.1", [Ca]));
    }

    [Fact]
    public void WhyNot_NameInTheSubjectOnly_IsNotTaken() =>
        Assert.Equal("it is for no host name at all, not for api", WhyNot(Ca.Server("CN=api", null), "api", [Ca]));

    [Fact]
    public void WhyNot_OtherAuthorityOfTheSameName_IsRefused()
    {
        var forger = new Certificates();
        X509Certificate2 forged = forger.Server("api", withLoopback: false);

        Assert.Contains("certificate-authority does not vouch for", WhyNot(forged, "api", [Ca]), StringComparison.Ordinal);
        Assert.NotNull(WhyNot(forged, "api", [Ca], forger.Authority));
        Assert.NotNull(WhyNot(forged, "api", [Ca], Ca.Authority, forger.Authority));
    }

    [Fact]
    public void WhyNot_AuthorityThatCopiesNameAndSerialNumber_IsRefused()
    {
        byte[] serial = Ca.Authority.SerialNumberBytes.ToArray();
        var forger = new Certificates(serial: serial);
        Assert.True(forger.Authority.Equals(Ca.Authority), "the platform takes the two for equal");

        Assert.NotNull(WhyNot(forger.Server("api", withLoopback: false), "api", [Ca], forger.Authority));
    }

    [Fact]
    public void WhyNot_IntermediateAuthority_IsTrustedThroughTheRootOrByItself()
    {
        var intermediate = new Certificates(Ca, "intermediate");
        X509Certificate2 certificate = intermediate.Server("api", withLoopback: false);

        Assert.Null(WhyNot(certificate, "api", [Ca], intermediate.Authority));
        Assert.Null(WhyNot(certificate, "api", [intermediate]));
        Assert.Null(WhyNot(certificate, "api", [intermediate], Ca.Authority));
        Assert.NotNull(WhyNot(certificate, "api", [Ca]));
        Assert.NotNull(WhyNot(Ca.Server("api", withLoopback: false), "api", [intermediate], Ca.Authority));
    }

    [Fact]
    public void WhyNot_ForgedIntermediate_IsRefused()
    {
        var intermediate = new Certificates(Ca, "intermediate");
        var forger = new Certificates(new Certificates(), "intermediate");

        Assert.NotNull(WhyNot(forger.Server("api", withLoopback: false), "api", [intermediate]));
        Assert.NotNull(WhyNot(forger.Server("api", withLoopback: false), "api", [intermediate], forger.Authority, intermediate.Authority));
        Assert.NotNull(WhyNot(forger.Server("api", withLoopback: false), "api", [Ca], forger.Authority));
    }

    [Fact]
    public void WhyNot_CertificateItselfIsGiven_IsTrusted()
    {
        X509Certificate2 own = Ca.Server("api", withLoopback: false);
        string? reason = new ServerTrust([own], "api").WhyNot(own, [], Untrusted);

        Assert.Null(reason);
    }

    [Fact]
    public void WhyNot_RanOut_SaysWhen()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("api");

        Assert.StartsWith("it expired on 20", WhyNot(Ca.Server("CN=api", names, days: -0.01), "api", [Ca]), StringComparison.Ordinal);
    }

    [Fact]
    public void WhyNot_ForClientsOnly_IsRefused() => Assert.NotNull(WhyNot(Ca.ForClientsOnly("api"), "api", [Ca]));

    [Fact]
    public void WhyNot_NoAuthorityGiven_LeavesItToTheMachine()
    {
        string? reason = new ServerTrust(null, "api").WhyNot(Ca.Server("api", withLoopback: false), [], SslPolicyErrors.None);

        Assert.Contains("this machine does not trust", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Accept_NoCertificate_IsRefused() =>
        Assert.Throws<AuthenticationException>(() => new ServerTrust(null, "api").Accept(null, null, SslPolicyErrors.RemoteCertificateNotAvailable));

    private static string? WhyNot(X509Certificate2 shown, string name, Certificates[] trusted, params X509Certificate2[] sent)
    {
        X509Certificate2Collection authorities = [.. trusted.Select(t => X509CertificateLoader.LoadCertificate(t.Authority.RawData))];
        return new ServerTrust(authorities, name).WhyNot(X509CertificateLoader.LoadCertificate(shown.RawData), new X509Certificate2Collection(sent), Untrusted);
    }
}

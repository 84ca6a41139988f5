using System.Net.Security;
using k8s.Authentication;

namespace Sluice.Kubernetes.Connection.Credentials;

/// <summary>What proves a user's identity, checked and ready to use. Empty for an anonymous one. Not a record: one prints all it holds.</summary>
internal sealed class Credential
{
    /// <summary>A token that does not change.</summary>
    public string? Token { get; init; }

    /// <summary>Where tokens come from that do.</summary>
    public ITokenProvider? Tokens { get; init; }

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>A certificate for TLS, with what leads from it to an authority.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }
}

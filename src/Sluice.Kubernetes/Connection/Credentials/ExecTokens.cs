using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using k8s.Authentication;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection.Tls;

namespace Sluice.Kubernetes.Connection.Credentials;

/// <summary>What a credential plugin gives: kept while it is good, asked for again before it runs out or when the server refuses it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore has nothing to free as long as nobody asks for its wait handle.")]
internal sealed class ExecTokens(Func<CancellationToken, Task<ExecCredential>> run, string plugin, Action<string> onSecret, TimeProvider time) : ITokenProvider, IRenewable
{
    /// <summary>For how long connections may be used that show a plugin's certificate.</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    // The request still has to get there.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim gate = new(1, 1);
    private Held? held;
    private X509Certificate2? certificate;

    /// <summary>For the next handshake; null for a plugin that gives tokens only.</summary>
    public X509Certificate2? Certificate => Volatile.Read(ref certificate);

    /// <summary>Null for a plugin that gives a certificate only.</summary>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Volatile.Read(ref held) is { } kept && !(kept.RenewAt <= time.GetUtcNow()))
            {
                return kept.Header!;
            }

            Held renewed = Take(await run(cancellationToken).ConfigureAwait(false));
            Volatile.Write(ref held, renewed);
            return renewed.Header!;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Refuse(AuthenticationHeaderValue used)
    {
        if (Volatile.Read(ref held) is { } kept && used.Equals(kept.Header))
        {
            Interlocked.CompareExchange(ref held, null, kept);
        }
    }

    private Held Take(ExecCredential credential)
    {
        foreach (string secret in new[] { credential.Token, credential.Key }.OfType<string>())
        {
            onSecret(secret.Trim());
        }

        if (credential is { Certificate: { } pem, Key: { } key })
        {
            try
            {
                Volatile.Write(ref certificate, ClientCertificate.FromPem(pem, key).Certificate);
            }
            catch (CryptographicException e)
            {
                throw new CredentialException($"{plugin} printed a certificate with a key that cannot be used: {e.Message.TrimEnd('.')}", e);
            }
        }

        AuthenticationHeaderValue? header = credential.Token is null ? null : BearerToken.Header(credential.Token, $"the token of {plugin}");
        TimeSpan margin = credential.Certificate is null ? Margin : Margin + ConnectionLifetime;
        return new Held(header, credential.Expires - margin);
    }

    private sealed class Held(AuthenticationHeaderValue? header, DateTimeOffset? renewAt)
    {
        public AuthenticationHeaderValue? Header => header;

        public DateTimeOffset? RenewAt => renewAt;
    }
}

using System.Net;
using k8s;
using Sluice.Kubernetes.Connection.Credentials;

namespace Sluice.Kubernetes.Connection;

/// <summary>Makes KubernetesClient's client for a context.</summary>
internal static class Transport
{
    public static k8s.Kubernetes Create(ResolvedContext context)
    {
        SocketsHttpHandler? handler = null;
        Credential credential = context.Credential;
        var kubernetes = new k8s.Kubernetes(new KubernetesClientConfiguration
        {
            Host = context.Server.Address.AbsoluteUri,
            AccessToken = credential.Token,
            TokenProvider = credential.Tokens,
            Username = credential.UserName,
            Password = credential.Password,
            FirstMessageHandlerSetup = made => handler = made,
        });

        // After the constructor, which makes settings of its own, some of them after it called back.
        Set(handler ?? throw new InvalidOperationException("KubernetesClient does not let its connection be set up"), context);

        // Requests have their own limits; a watch lasts longer than any general one.
        kubernetes.HttpClient.Timeout = Timeout.InfiniteTimeSpan;
        return kubernetes;
    }

    internal static void Set(SocketsHttpHandler handler, ResolvedContext context)
    {
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => context.Server.Trust.Accept(certificate, chain, errors);
        handler.SslOptions.ClientCertificateContext = context.Credential.Certificate;
        if (context.Credential.Tokens is ExecTokens plugin)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => plugin.Certificate!;

            // A server looks at the certificate of the handshake again with every request; a renewed one needs a new handshake.
            handler.PooledConnectionLifetime = ExecTokens.ConnectionLifetime;
        }

        // An API server does not send elsewhere; what does is a log-in page or another machine, which gets no credential.
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.AutomaticDecompression = context.Server.Compression ? DecompressionMethods.GZip : DecompressionMethods.None;
        if (context.Server.Proxy is { } proxy)
        {
            handler.Proxy = proxy;
        }

        // A watch whose connection is dead is found out within a minute.
        handler.EnableMultipleHttp2Connections = true;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
        handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        handler.KeepAlivePingTimeout = TimeSpan.FromSeconds(15);
    }
}

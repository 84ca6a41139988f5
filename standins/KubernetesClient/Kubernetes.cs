using k8s.Authentication;
using k8s.Exceptions;

namespace k8s;

/// <summary>
/// A connection to one API server. <see cref="HttpClient"/> carries the handlers; what goes into headers is not added by it:
/// <see cref="Credentials"/> does that for each request. Whom to trust is for <see cref="KubernetesClientConfiguration.FirstMessageHandlerSetup"/>;
/// without it, what this machine trusts.
/// </summary>
public class Kubernetes : IKubernetes
{
    public Kubernetes(KubernetesClientConfiguration config, params DelegatingHandler[] handlers)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (string.IsNullOrWhiteSpace(config.Host))
        {
            throw new KubeConfigException("Host url must be set");
        }

        string host = config.Host.Trim();
        if (!Uri.TryCreate(host.EndsWith('/') ? host : host + "/", UriKind.Absolute, out Uri address))
        {
            throw new KubeConfigException("Bad host url");
        }

        BaseUri = address;
        Credentials = CreateCredentials(config);
        HttpClient = new HttpClient(Chain(CreateHandler(config), handlers), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri BaseUri { get; set; }

    /// <summary>Null when there is nothing to add to a request.</summary>
    public ServiceClientCredentials Credentials { get; private set; }

    public HttpClient HttpClient { get; protected set; }

    /// <summary>The first that is there of: token provider, token, user name with password.</summary>
    public static ServiceClientCredentials CreateCredentials(KubernetesClientConfiguration config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.TokenProvider is not null)
        {
            return new TokenCredentials(config.TokenProvider);
        }

        if (!string.IsNullOrEmpty(config.AccessToken))
        {
            return new TokenCredentials(config.AccessToken);
        }

        return string.IsNullOrEmpty(config.Username)
            ? null
            : new BasicAuthenticationCredentials { UserName = config.Username, Password = config.Password };
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            HttpClient?.Dispose();
            HttpClient = null;
        }
    }

    private static SocketsHttpHandler CreateHandler(KubernetesClientConfiguration config)
    {
        var handler = new SocketsHttpHandler
        {
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromMinutes(3),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            EnableMultipleHttp2Connections = true,
        };
        config.FirstMessageHandlerSetup?.Invoke(handler);
        return handler;
    }

    private static HttpMessageHandler Chain(SocketsHttpHandler innermost, DelegatingHandler[] handlers)
    {
        HttpMessageHandler chain = innermost;
        foreach (DelegatingHandler handler in handlers)
        {
            handler.InnerHandler = chain;
            chain = handler;
        }

        return chain;
    }
}

using k8s.Authentication;

namespace k8s;

/// <summary>How to reach one API server, and as whom.</summary>
public class KubernetesClientConfiguration
{
    /// <summary>Address of the API server, with scheme.</summary>
    public string Host { get; set; }

    public string Username { get; set; }

    public string Password { get; set; }

    public string AccessToken { get; set; }

    /// <summary>Goes before <see cref="AccessToken"/>.</summary>
    public ITokenProvider TokenProvider { get; set; }

    /// <summary>Called with the innermost handler while the client is made.</summary>
    public Action<SocketsHttpHandler> FirstMessageHandlerSetup { get; set; }
}

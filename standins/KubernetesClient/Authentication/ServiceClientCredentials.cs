namespace k8s.Authentication;

/// <summary>Adds what proves the caller's identity to a request before it is sent.</summary>
public abstract class ServiceClientCredentials
{
    public virtual Task ProcessHttpRequestAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.CompletedTask;
}

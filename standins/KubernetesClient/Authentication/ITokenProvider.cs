using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>Gives the Authorization header for the next request; may renew a token first.</summary>
public interface ITokenProvider
{
    Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken);
}

using System.Net.Http.Headers;
using k8s.Authentication;
using Sluice.Kubernetes.Api;

namespace Sluice.Kubernetes.Connection.Credentials;

/// <summary>
/// A token in a file that something else renews, as in every pod. Read for each request: a token that was replaced counts at once,
/// and the file is small.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="onSecret">Told of each token.</param>
internal sealed class TokenFile(string path, Action<string> onSecret) : ITokenProvider, IRenewable
{
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            string token = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
            onSecret(token.Trim());
            return BearerToken.Header(token, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException($"{path} cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    public void Refuse(AuthenticationHeaderValue used)
    {
        // The next reading is a new one anyway.
    }
}

using System.Net.Http.Headers;
using Sluice.Kubernetes.Api;

namespace Sluice.Kubernetes.Connection.Credentials;

/// <summary>A token as a header.</summary>
internal static class BearerToken
{
    /// <summary>
    /// Whether a header can carry it. Asked before one is made, as the exception of a header that cannot be made quotes the token.
    /// </summary>
    public static bool IsUsable(string token) => token.Length > 0 && token.All(c => c is > ' ' and < '\x7f');

    /// <param name="token">The token, perhaps with space around it.</param>
    /// <param name="source">Whence it comes, to begin the message with.</param>
    /// <exception cref="CredentialException">There is none, or a header cannot carry it.</exception>
    public static AuthenticationHeaderValue Header(string token, string source)
    {
        string trimmed = token.Trim();
        if (!IsUsable(trimmed))
        {
            throw new CredentialException(trimmed.Length == 0 ? $"{source} is empty" : $"{source} is not one token: it has spaces, line breaks or characters beyond ASCII");
        }

        return new AuthenticationHeaderValue("Bearer", trimmed);
    }
}

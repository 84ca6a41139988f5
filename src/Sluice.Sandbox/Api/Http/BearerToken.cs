using System.Security.Cryptography;
using System.Text;

namespace Sluice.Sandbox.Api.Http;

/// <summary>The one credential of a sandbox.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    public static bool Matches(HttpRequest request, string token)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim()), Encoding.UTF8.GetBytes(token));
    }
}

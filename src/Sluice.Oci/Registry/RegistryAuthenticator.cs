using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>
/// Answers challenges: basic with the host's credential, bearer with a token from the realm. Answers are remembered per
/// host and scope until they expire. A credential goes over https or loopback only.
/// </summary>
internal sealed class RegistryAuthenticator(HttpClient http, ICredentialProvider credentials, TimeProvider time)
{
    private static readonly TimeSpan ExpirySlack = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, Remembered> _remembered = new(StringComparer.Ordinal);

    public AuthenticationHeaderValue? Known(string host, string scope)
        => _remembered.TryGetValue(Key(host, scope), out var known) && known.Until > time.GetUtcNow() ? known.Header : null;

    /// <summary>The header that answers the challenge, or <see langword="null"/> when there is none to give.</summary>
    public async Task<AuthenticationHeaderValue?> AnswerAsync(ImageReference where, string scope, AuthChallenge challenge, CancellationToken cancellationToken)
    {
        var credential = await credentials.GetAsync(where.Host, cancellationToken).ConfigureAwait(false);
        var answer = challenge.IsBearer
            ? await FetchTokenAsync(scope, challenge, credential, cancellationToken).ConfigureAwait(false)
            : credential is not null && RegistryAddress.IsSafe(RegistryAddress.Of(where.Host)) ? new Remembered(Basic(credential), DateTimeOffset.MaxValue)
            : null;
        if (answer is not null)
        {
            _remembered[Key(where.Host, scope)] = answer;
        }

        return answer?.Header;
    }

    private static string Key(string host, string scope) => $"{host} {scope}";

    private static AuthenticationHeaderValue Basic(RegistryCredential credential)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));

    private async Task<Remembered?> FetchTokenAsync(string scope, AuthChallenge challenge, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out var realm) || !RegistryAddress.IsSafe(realm))
        {
            return null;
        }

        var query = new StringBuilder(realm.Query.Length > 1 ? realm.Query + "&" : "?")
            .Append("scope=").Append(Uri.EscapeDataString(challenge.Scope ?? scope));
        if (challenge.Service is not null)
        {
            query.Append("&service=").Append(Uri.EscapeDataString(challenge.Service));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(realm) { Query = query.ToString() }.Uri);
        request.Headers.Authorization = credential is null ? null : Basic(credential);
        var asked = time.GetUtcNow();
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        try
        {
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            var token = Text(body.RootElement, "token") ?? Text(body.RootElement, "access_token");
            var seconds = body.RootElement.TryGetProperty("expires_in", out var expires) && expires.TryGetInt32(out var given) ? given : 60;
            return token is null ? null : new Remembered(new AuthenticationHeaderValue("Bearer", token), asked.AddSeconds(seconds) - ExpirySlack);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Remembered(AuthenticationHeaderValue Header, DateTimeOffset Until);
}

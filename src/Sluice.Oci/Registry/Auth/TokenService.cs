using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>An access token and how long it may be used.</summary>
internal sealed record AccessToken(string Value, TimeSpan Lifetime);

/// <summary>
/// Fetches access tokens: with GET and the user's name and password, or with none, or with POST where a refresh token is
/// known (OAuth 2). A credential goes over https or loopback only.
/// </summary>
internal sealed class TokenService(HttpClient http, RegistryClientOptions options)
{
    /// <summary>What the token specification says for an answer that names no lifetime.</summary>
    private const int DefaultSeconds = 60;

    private const int LargestAnswer = 1 << 20;

    public async Task<RegistryOutcome<AccessToken>> FetchAsync(
        ImageReference where, AuthChallenge challenge, IReadOnlyList<string> scopes, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out var realm) || !RegistryAddress.IsSafe(realm))
        {
            return RegistryRefusal.Invalid(where, $"it sends logins to \"{challenge.Realm}\", which is not an https address");
        }

        using var watch = new StallWatch(options.AnswerTimeout, options.Time, cancellationToken);
        try
        {
            using var request = Request(realm, challenge.Service, scopes, credential);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, watch.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                return await RefusedAsync(where, realm, response, credential, watch.Token).ConfigureAwait(false);
            }

            await using var body = new Layers.CappedStream(await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false), LargestAnswer, "the limit for tokens");
            using var json = await JsonDocument.ParseAsync(body, default, watch.Token).ConfigureAwait(false);
            if (Read(json.RootElement) is not { } token)
            {
                return RegistryRefusal.Invalid(where, $"{realm.Authority} answered without a token");
            }

            options.OnSecret(token.Value);
            return token;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or Layers.StreamTooLongException)
        {
            return RegistryRefusal.Invalid(where, $"{realm.Authority} answered without a readable token");
        }
        catch (Exception exception) when (RegistryTransport.IsBroken(exception) && !cancellationToken.IsCancellationRequested)
        {
            return RegistryRefusal.Unreachable(where with { Host = realm.Authority }, watch.Explain(exception));
        }
    }

    private static HttpRequestMessage Request(Uri realm, string? service, IReadOnlyList<string> scopes, RegistryCredential? credential)
    {
        var fields = scopes.Select(scope => KeyValuePair.Create("scope", scope)).ToList();
        if (service is not null)
        {
            fields.Insert(0, KeyValuePair.Create("service", service));
        }

        if (credential?.IdentityToken is { } refreshToken)
        {
            var form = fields.Where(field => field.Key != "scope")
                .Append(KeyValuePair.Create("scope", string.Join(' ', scopes)))
                .Append(KeyValuePair.Create("grant_type", "refresh_token"))
                .Append(KeyValuePair.Create("refresh_token", refreshToken))
                .Append(KeyValuePair.Create("client_id", "sluice"));
            return new HttpRequestMessage(HttpMethod.Post, realm) { Content = new FormUrlEncodedContent(form) };
        }

        var query = string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        var address = new UriBuilder(realm) { Query = realm.Query.Length > 1 ? $"{realm.Query}&{query}" : query };
        var request = new HttpRequestMessage(HttpMethod.Get, address.Uri);
        request.Headers.Authorization = credential is null ? null : Basic(credential);
        return request;
    }

    public static AuthenticationHeaderValue Basic(RegistryCredential credential)
        => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));

    private static AccessToken? Read(JsonElement answer)
    {
        var token = Text(answer, "token") ?? Text(answer, "access_token");
        var seconds = answer.TryGetProperty("expires_in", out var expires) && expires.TryGetInt32(out var given) && given > 0 ? given : DefaultSeconds;
        return token is null ? null : new AccessToken(token, TimeSpan.FromSeconds(seconds));
    }

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A refused login is an answer about the login; anything else is the token service's own trouble and may pass.</summary>
    private static async Task<RegistryError> RefusedAsync(
        ImageReference where, Uri realm, HttpResponseMessage response, RegistryCredential? credential, CancellationToken cancellationToken)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.BadRequest)
        {
            var what = credential is null ? $"{realm.Authority} gives no token for {where.Name} without a login" : $"{realm.Authority} refuses the login {credential.Who} for {where.Name}";
            return RegistryError.For(where, RegistryErrorKind.Unauthorized, $"{what}. Type: docker login {where.Host}, then run again.", response.StatusCode);
        }

        var error = await RegistryRefusal.ReadAsync(where with { Host = realm.Authority }, new RegistryRequest(HttpMethod.Get, realm), response, RegistryLogin.Anonymous, cancellationToken).ConfigureAwait(false);
        return error.IsTransient ? error : RegistryRefusal.Invalid(where, $"{realm.GetLeftPart(UriPartial.Path)}, where it sends logins, answered {(int)response.StatusCode}");
    }
}

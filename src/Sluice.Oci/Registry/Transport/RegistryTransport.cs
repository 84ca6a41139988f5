using System.Net;
using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>Sends requests: logins, redirects, retries, stalls, and failures as values.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int LargestDocument = 8 << 20;
    private readonly RegistryClientOptions _options;
    private readonly HttpClient _http;
    private readonly RegistryAuthenticator _authenticator;

    public RegistryTransport(RegistryClientOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
            AllowAutoRedirect = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("sluice", null));
        _authenticator = new RegistryAuthenticator(new TokenService(_http, options), options.Credentials, options.Time);
        Retry = new RegistryRetry(options);
    }

    public RegistryRetry Retry { get; }

    /// <summary>True for what a broken connection throws.</summary>
    public static bool IsBroken(Exception exception) => exception is HttpRequestException or IOException or TimeoutException or OperationCanceledException;

    /// <summary>Sends, once or with retries. Any status below 400, and 404, is a success for the caller to look at.</summary>
    public Task<RegistryOutcome<HttpResponseMessage>> SendAsync(ImageReference where, RegistryRequest request, CancellationToken cancellationToken)
        => request.IsRetried
            ? Retry.RunAsync(token => SendOnceAsync(where, request, token), null, cancellationToken)
            : SendOnceAsync(where, request, cancellationToken);

    /// <summary>Fetches a document of limited size, with retries also when the connection breaks in the middle of it.</summary>
    public Task<RegistryOutcome<RegistryDocument>> FetchAsync(ImageReference where, RegistryRequest request, CancellationToken cancellationToken)
        => Retry.RunAsync(token => FetchOnceAsync(where, request, token), null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<RegistryOutcome<RegistryDocument>> FetchOnceAsync(ImageReference where, RegistryRequest request, CancellationToken cancellationToken)
    {
        var sent = await SendOnceAsync(where, request, cancellationToken).ConfigureAwait(false);
        using var response = sent.Value;
        if (response is null)
        {
            return sent.Error!;
        }

        using var watch = new StallWatch(_options.AnswerTimeout, _options.Time, cancellationToken);
        try
        {
            using var bytes = new MemoryStream();
            await using var body = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            await new Layers.CappedStream(body, LargestDocument, "the limit for documents").CopyToAsync(bytes, watch.Token).ConfigureAwait(false);
            return RegistryDocument.From(response, bytes.ToArray());
        }
        catch (Layers.StreamTooLongException exception)
        {
            return RegistryRefusal.Invalid(where, exception.Message);
        }
        catch (Exception exception) when (IsBroken(exception) && !cancellationToken.IsCancellationRequested)
        {
            return RegistryRefusal.Unreachable(where, watch.Explain(exception));
        }
    }

    private async Task<RegistryOutcome<HttpResponseMessage>> SendOnceAsync(ImageReference where, RegistryRequest request, CancellationToken cancellationToken)
    {
        var scopes = AuthScope.Of(where.Repository, request.Writes, request.AlsoReads);
        var prepared = await _authenticator.PrepareAsync(where, scopes, cancellationToken).ConfigureAwait(false);
        if (!prepared.IsSuccess)
        {
            return prepared.Error;
        }

        var login = prepared.Value;
        var sent = await SendFollowingAsync(where, request, login.Header, cancellationToken).ConfigureAwait(false);
        if (sent.Value is { StatusCode: HttpStatusCode.Unauthorized } refused
            && RegistryAddress.IsOwn(RegistryAddress.Of(where.Host), refused.RequestMessage!.RequestUri!)
            && AuthChallenge.From(refused) is { } challenge)
        {
            var answered = await _authenticator.AnswerAsync(where, scopes, challenge, login.Header, cancellationToken).ConfigureAwait(false);
            if (!answered.IsSuccess)
            {
                refused.Dispose();
                return answered.Error;
            }

            login = answered.Value;
            if (login.Header is not null)
            {
                refused.Dispose();
                sent = await SendFollowingAsync(where, request, login.Header, cancellationToken).ConfigureAwait(false);
            }
        }

        if (sent.Value is not { } response || (int)response.StatusCode < 400 || response.StatusCode == HttpStatusCode.NotFound)
        {
            return sent;
        }

        using (response)
        {
            using var watch = new StallWatch(_options.AnswerTimeout, _options.Time, cancellationToken);
            var error = await RegistryRefusal.ReadAsync(where, request, response, login, watch.Token).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return error;
        }
    }

    private async Task<RegistryOutcome<HttpResponseMessage>> SendFollowingAsync(
        ImageReference where, RegistryRequest request, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var home = RegistryAddress.Of(where.Host);
        var (method, address) = (request.Method, new Uri(home, request.Address));
        for (var hop = 0; ; hop++)
        {
            var sent = await SendWatchedAsync(where, request, method, address, RegistryAddress.IsOwn(home, address) ? authorization : null, cancellationToken).ConfigureAwait(false);
            if (sent.Value is not { } response || !RedirectRule.IsRedirect(response))
            {
                return sent;
            }

            using (response)
            {
                if (hop == RedirectRule.MostHops || RedirectRule.Next(method, home, address, response) is not { } next)
                {
                    return RegistryRefusal.Invalid(where, $"it redirects {request.Method} to {new Uri(address, response.Headers.Location!).GetLeftPart(UriPartial.Path)}, which is not followed");
                }

                (method, address) = next;
            }
        }
    }

    private async Task<RegistryOutcome<HttpResponseMessage>> SendWatchedAsync(
        ImageReference where, RegistryRequest request, HttpMethod method, Uri address, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using var watch = new StallWatch(_options.AnswerTimeout, _options.Time, cancellationToken);
        using var message = request.ToMessage(method, address, authorization, watch.Moved);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, watch.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsBroken(exception) && !cancellationToken.IsCancellationRequested)
        {
            return RegistryRefusal.Unreachable(where, watch.Explain(exception));
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;

namespace Sluice.Oci.Registry;

/// <summary>Sends requests: credentials, retries, time-outs, and failures as values.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private readonly RegistryClientOptions _options;
    private readonly HttpClient _http;
    private readonly RegistryAuthenticator _authenticator;
    private readonly ResiliencePipeline<HttpResponseMessage> _retrying;

    public RegistryTransport(RegistryClientOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("sluice", null));
        _authenticator = new RegistryAuthenticator(_http, options.Credentials, options.Time);
        _retrying = Pipeline(options);
    }

    /// <summary>Sends, once or with retries. Any status below 400, and 404, is a success for the caller to look at.</summary>
    public async Task<RegistryOutcome<HttpResponseMessage>> SendAsync(ImageReference where, RegistryRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var response = request.IsRetried
                ? await _retrying.ExecuteAsync(async token => await SendOnceAsync(where, request, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
                : await SendOnceAsync(where, request, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode < 400 || response.StatusCode == HttpStatusCode.NotFound)
            {
                return response;
            }

            using (response)
            {
                return await RegistryRefusal.ReadAsync(where, request, response, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsBroken(exception) && !cancellationToken.IsCancellationRequested)
        {
            return RegistryRefusal.Unreachable(where, exception);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>True for what a broken connection throws.</summary>
    public static bool IsBroken(Exception exception) => exception is HttpRequestException or IOException or TimeoutException or OperationCanceledException;

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(RegistryClientOptions options)
    {
        if (options.Retries <= 0)
        {
            return ResiliencePipeline<HttpResponseMessage>.Empty;
        }

        return new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = options.Time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                MaxDelay = TimeSpan.FromSeconds(30),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
                {
                    { Exception: { } exception } => IsBroken(exception) && !arguments.Context.CancellationToken.IsCancellationRequested,
                    { Result: { } response } => IsTransient(response.StatusCode) && !(RetryAfter(response, options.Time) > options.LongestRetryAfter),
                    _ => false,
                }),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response ? RetryAfter(response, options.Time) : null),
                OnRetry = arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    private static bool IsTransient(HttpStatusCode status)
        => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || ((int)status >= 500 && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.InsufficientStorage));

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
        => response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
            _ => null,
        };

    private async Task<HttpResponseMessage> SendOnceAsync(ImageReference where, RegistryRequest request, CancellationToken cancellationToken)
    {
        var home = RegistryAddress.Of(where.Host);
        var address = new Uri(home, request.Address);
        var own = address.Authority == home.Authority && address.Scheme == home.Scheme;
        var known = own ? _authenticator.Known(where.Host, request.ScopeIn(where)) : null;
        var response = await SendTimedAsync(request, address, known, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !own || AuthChallenge.From(response.Headers.WwwAuthenticate) is not { } challenge)
        {
            return response;
        }

        var answer = await _authenticator.AnswerAsync(where, request.ScopeIn(where), challenge, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            return response;
        }

        response.Dispose();
        return await SendTimedAsync(request, address, answer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendTimedAsync(
        RegistryRequest request, Uri address, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage(address);
        message.Headers.Authorization = authorization;
        var patience = _options.AnswerTimeout + TimeSpan.FromSeconds((message.Content?.Headers.ContentLength ?? 0) / 100_000.0);
        using var timer = new CancellationTokenSource(patience, _options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {patience.TotalSeconds:0} s", exception);
        }
    }
}

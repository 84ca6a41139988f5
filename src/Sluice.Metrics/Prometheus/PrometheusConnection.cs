using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Polly;
using Polly.Retry;
using Sluice.Rollouts.Metrics;

namespace Sluice.Metrics.Prometheus;

/// <summary>Sends queries: credentials, certificates, time limits, redirects, repetitions.</summary>
internal sealed class PrometheusConnection : IDisposable
{
    /// <summary>Proxies and servers cut longer addresses off; queries beyond it travel as a form.</summary>
    private const int LongestQuery = 1500;

    private const int MostHops = 5;
    private const long LargestAnswer = 128 << 20;

    private readonly PrometheusOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly ResiliencePipeline<PrometheusAnswer> _pipeline;
    private readonly Uri _query;

    public PrometheusConnection(PrometheusOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _authorization = AuthorizationOf(options);
        _query = new Uri($"{options.DisplayAddress}/api/v1/query");
        _http = new HttpClient(Handler(options), disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("sluice", null));
        _pipeline = Pipeline(options, time);
    }

    /// <summary>An instant query; only cancellation throws.</summary>
    /// <param name="query">PromQL.</param>
    /// <param name="at">When it is answered for; <see langword="null"/> for now, by the server's clock.</param>
    /// <param name="cancellationToken">Ends attempts and waits.</param>
    public async Task<PrometheusAnswer> AskAsync(string query, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        // Where a part of the server does not answer, an error is better than half of the numbers: each of the two dialects has its word for it.
        var form = $"query={Uri.EscapeDataString(query)}&partial_response=false&deny_partial_response=1&timeout={Math.Ceiling(_options.Timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)}s";
        if (at is { } moment)
        {
            form += $"&time={(moment.ToUnixTimeMilliseconds() / 1000.0).ToString("0.###", CultureInfo.InvariantCulture)}";
        }

        return await _pipeline.ExecuteAsync(async token => await AttemptAsync(form, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private async Task<PrometheusAnswer> AttemptAsync(string form, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var address = _query;
            for (var hop = 0; ; hop++)
            {
                using var request = Request(address, form);
                using var response = await _http.SendAsync(request, both.Token).ConfigureAwait(false);
                if ((int)response.StatusCode is < 300 or > 399)
                {
                    var body = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
                    return AnswerReader.Read(_options.DisplayAddress, response.StatusCode, body) with { RetryAfter = RetryAfter(response) };
                }

                if (hop == MostHops || Next(address, request.Method, response) is not { } next)
                {
                    return Refuse(address, response);
                }

                address = next;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return PrometheusAnswer.Failed(
                $"{_options.DisplayAddress} did not answer within {_options.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.",
                "See whether it is overloaded, or raise timeout under metrics.prometheus in sluice.yaml.",
                isTransient: true);
        }
        catch (HttpRequestException exception) when (exception.InnerException is AuthenticationException tls)
        {
            return PrometheusAnswer.Failed(
                $"The certificate of {_options.DisplayAddress} is not accepted: {tls.Message.TrimEnd('.')}.",
                "Name its authority's file with certificateAuthority under metrics.prometheus in sluice.yaml.",
                isInput: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return PrometheusAnswer.Failed($"{_options.DisplayAddress} cannot be reached: {exception.Message.TrimEnd('.')}.", "See whether the server runs and can be reached from here.", isTransient: true);
        }
    }

    private HttpRequestMessage Request(Uri address, string form)
    {
        var isLong = form.Length > LongestQuery;
        var request = new HttpRequestMessage(isLong ? HttpMethod.Post : HttpMethod.Get, isLong ? address : new UriBuilder(address) { Query = form }.Uri);
        request.Headers.Authorization = _authorization;
        request.Headers.Accept.ParseAdd("application/json");
        if (isLong)
        {
            request.Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        return request;
    }

    /// <summary>Where to go on, on the same host only: names of pods and a credential are nobody else's business.</summary>
    private static Uri? Next(Uri from, HttpMethod method, HttpResponseMessage response)
    {
        var keepsBody = response.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (response.Headers.Location is not { } location || (method == HttpMethod.Post && !keepsBody))
        {
            return null;
        }

        var to = new Uri(from, location);
        var isSafe = to.Scheme == from.Scheme ? to.Port == from.Port : from.Scheme == Uri.UriSchemeHttp && to.Scheme == Uri.UriSchemeHttps;
        return isSafe && to.Host == from.Host ? new Uri(to.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)) : null;
    }

    private PrometheusAnswer Refuse(Uri from, HttpResponseMessage response)
    {
        var place = response.Headers.Location is { } location
            ? new Uri(from, location).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : "nowhere";
        return PrometheusAnswer.Failed(
            $"{_options.DisplayAddress} sends elsewhere, to {place}, which is not followed: a login page may stand before it.",
            "Name the address where the API itself is, under metrics.prometheus in sluice.yaml.",
            isInput: true);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (response.Headers.Date ?? _time.GetUtcNow()) is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };

    private static ResiliencePipeline<PrometheusAnswer> Pipeline(PrometheusOptions options, TimeProvider time) => options.Retries <= 0
        ? ResiliencePipeline<PrometheusAnswer>.Empty
        : new ResiliencePipelineBuilder<PrometheusAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<PrometheusAnswer>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Result is { IsTransient: true } answer && !(answer.RetryAfter > options.LongestRetryAfter)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result?.RetryAfter),
            })
            .Build();

    private static AuthenticationHeaderValue? AuthorizationOf(PrometheusOptions options)
    {
        if (options.Token is { } token)
        {
            return new AuthenticationHeaderValue("Bearer", token.Reveal());
        }

        var login = options.Username is { } user ? $"{user}:{options.Password?.Reveal()}" : Uri.UnescapeDataString(options.Address.UserInfo);
        return login.Length == 0 ? null : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
    }

    private static SocketsHttpHandler Handler(PrometheusOptions options)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Timeout, PooledConnectionLifetime = TimeSpan.FromMinutes(5), AutomaticDecompression = DecompressionMethods.All };
        if (options.ClientCertificate is { } own)
        {
            handler.SslOptions.ClientCertificates = [own];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        }

        if (options.Authorities is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (options.IsInsecure)
        {
#pragma warning disable CA5359 // Asked for by name, for trying out.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        return handler;
    }
}

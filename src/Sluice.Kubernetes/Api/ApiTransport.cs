using System.Net;
using System.Threading.Channels;
using Polly;

namespace Sluice.Kubernetes.Api;

/// <summary>Sends requests: credentials, HTTP version, time limits, repetitions.</summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly k8s.Kubernetes kubernetes;
    private readonly HttpClient http;
    private readonly IRenewable? credential;
    private readonly ApiClientOptions options;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline<ApiExchange> repeatable;
    private readonly ResiliencePipeline<ApiExchange> once;
    private readonly CancellationTokenSource closed = new();
    private readonly Channel<bool> places;
    private long requests;

    /// <param name="kubernetes">Disposed with this transport.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">For time-outs and waits.</param>
    /// <param name="credential">What <paramref name="kubernetes"/> signs with, if something else renews it.</param>
    public ApiTransport(k8s.Kubernetes kubernetes, ApiClientOptions options, TimeProvider time, IRenewable? credential)
    {
        this.kubernetes = kubernetes;
        http = kubernetes.HttpClient;
        this.credential = credential;
        this.options = options;
        this.time = time;
        Address = kubernetes.BaseUri;
        Closed = closed.Token;
        places = Channel.CreateUnbounded<bool>();
        for (int place = 0; place < options.AtOnce; place++)
        {
            places.Writer.TryWrite(true);
        }
        repeatable = ApiRetries.Build(options, time, error => error.IsTransient);

        // A server that answers 429 has not looked at the request.
        once = ApiRetries.Build(options, time, error => error.Status == 429);
    }

    public Uri Address { get; }

    /// <summary>Cancelled when this is disposed: a client that is disposed lets open answers go on.</summary>
    public CancellationToken Closed { get; }

    public long Requests => Interlocked.Read(ref requests);

    /// <summary>By the newest answer that bore a Date; null before the first.</summary>
    public ClockComparison? Clock { get; private set; }

    public async Task<ApiExchange> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ResiliencePipeline<ApiExchange> pipeline = request.Repeatable ? repeatable : once;
        return await pipeline
            .ExecuteAsync(static async (state, token) => await state.Self.AttemptAsync(state.Request, token).ConfigureAwait(false), (Self: this, Request: request), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Sends and returns as soon as the headers are there.</summary>
    /// <exception cref="Exception">What <see cref="ApiFailures"/> knows how to read.</exception>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        for (bool again = false; ; again = true)
        {
            using HttpRequestMessage message = await SignedAsync(request, cancellationToken).ConfigureAwait(false);
            HttpResponseMessage response = await SendAsync(message, cancellationToken).ConfigureAwait(false);
            if (again || !IsWorthAnotherCredential(message, response))
            {
                return response;
            }

            response.Dispose();
        }
    }

    /// <summary>Null for an answer that tells of success.</summary>
    public ApiError? ErrorOf(ApiRequest request, HttpResponseMessage response, byte[] body)
    {
        if (response.IsSuccessStatusCode)
        {
            return null;
        }

        ApiError error = StatusReader.Read(request, response, body);
        if (error.Status is < 300 or > 399 || response.Headers.Location is not { } location)
        {
            return error;
        }

        // Without the query, which may hold a ticket.
        string place = new Uri(Address, location).GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return error with { Message = $"it sends elsewhere, to {place}, which is not followed; is this address an API server?" };
    }

    public void Dispose()
    {
        closed.Cancel();
        kubernetes.Dispose();
    }

    /// <summary>
    /// Not too many at once, so that a change of traffic never stands behind hundreds of others, and what keeps the lock alive behind none.
    /// Who may write is asked after the wait, not before it.
    /// </summary>
    private async Task<ApiExchange> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (request.IsUrgent)
        {
            return await TryAsync(request, cancellationToken).ConfigureAwait(false);
        }

        bool place = await places.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await TryAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            places.Writer.TryWrite(place);
        }
    }

    private async Task<ApiExchange> TryAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            for (bool again = false; ; again = true)
            {
                // Before the clock runs: a credential plugin may wait for someone to log in, and has a limit of its own.
                using HttpRequestMessage message = await SignedAsync(request, cancellationToken).ConfigureAwait(false);
                if (request.Guard is { } guard && await guard.CheckAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
                {
                    return new ApiExchange(0, [], new ApiError(ApiErrorKind.Guarded, 0, "", refusal.What, [], request.Name));
                }

                using var limit = new CancellationTokenSource(options.AttemptTimeout, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
                using HttpResponseMessage response = await SendAsync(message, both.Token).ConfigureAwait(false);
                if (again || !IsWorthAnotherCredential(message, response))
                {
                    byte[] body = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
                    return new ApiExchange((int)response.StatusCode, body, ErrorOf(request, response, body), response.Headers.Date);
                }
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ApiFailures.Read(e, request, options.AttemptTimeout) is { } error)
        {
            return new ApiExchange(0, [], error);
        }
    }

    private async Task<HttpRequestMessage> SignedAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        HttpRequestMessage message = Message(request);

        // KubernetesClient adds credentials in its own send path only, not in its HttpClient.
        if (kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(message, cancellationToken).ConfigureAwait(false);
        }

        return message;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref requests);
        (DateTimeOffset sent, long stamp) = (time.GetUtcNow(), time.GetTimestamp());
        HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.Headers.Date is { } date)
        {
            Clock = ClockComparison.Of(date, sent, time.GetElapsedTime(stamp));
        }

        return response;
    }

    // A server that answers 401 has not looked at the request, so even one that creates something may be sent again.
    private bool IsWorthAnotherCredential(HttpRequestMessage message, HttpResponseMessage response)
    {
        if (response.StatusCode is not HttpStatusCode.Unauthorized || credential is null || message.Headers.Authorization is not { } used)
        {
            return false;
        }

        credential.Refuse(used);
        return true;
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(Address, request.Path.TrimStart('/')));
        if (Address.Scheme == Uri.UriSchemeHttps)
        {
            message.Version = HttpVersion.Version20;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        // The handler checks the certificate for, and asks by SNI for, what the Host header says.
        message.Headers.Host = options.TlsServerName;
        message.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        message.Headers.TryAddWithoutValidation("Accept", "application/json, */*;q=0.1");
        if (options.Impersonation is { } other)
        {
            message.Headers.TryAddWithoutValidation("Impersonate-User", other.User);
            if (other.Group is not null)
            {
                message.Headers.TryAddWithoutValidation("Impersonate-Group", other.Group);
            }
        }

        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = request.Type;
        }

        return message;
    }
}

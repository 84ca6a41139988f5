using System.Net;
using Polly;

namespace Sluice.Kubernetes.Api;

/// <summary>Sends requests: credentials, HTTP version, time limits, repetitions.</summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly k8s.Kubernetes kubernetes;
    private readonly ApiClientOptions options;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline<ApiExchange> repeatable;
    private readonly ResiliencePipeline<ApiExchange> once;
    private long requests;

    public ApiTransport(k8s.Kubernetes kubernetes, ApiClientOptions options, TimeProvider time)
    {
        this.kubernetes = kubernetes;
        this.options = options;
        this.time = time;
        Address = kubernetes.BaseUri;
        repeatable = ApiRetries.Build(options, time, error => error.IsTransient);

        // A server that answers 429 has not looked at the request.
        once = ApiRetries.Build(options, time, error => error.Status == 429);
    }

    public Uri Address { get; }

    public long Requests => Interlocked.Read(ref requests);

    public async Task<ApiExchange> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ResiliencePipeline<ApiExchange> pipeline = request.Repeatable ? repeatable : once;
        return await pipeline
            .ExecuteAsync(static async (state, token) => await state.Self.AttemptAsync(state.Request, token).ConfigureAwait(false), (Self: this, Request: request), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Sends once and returns as soon as the headers are there.</summary>
    /// <exception cref="Exception">What <see cref="ApiFailures"/> knows how to read.</exception>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = Message(request);

        // KubernetesClient adds credentials in its own send path only, not in its HttpClient.
        if (kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(message, cancellationToken).ConfigureAwait(false);
        }

        Interlocked.Increment(ref requests);
        return await kubernetes.HttpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => kubernetes.Dispose();

    private async Task<ApiExchange> AttemptAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.AttemptTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await OpenAsync(request, both.Token).ConfigureAwait(false);
            byte[] body = await response.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            ApiError? error = response.IsSuccessStatusCode ? null : StatusReader.Read(request, response, body);
            return new ApiExchange(status, body, error);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && ApiFailures.Read(e, request, options.AttemptTimeout) is { } error)
        {
            return new ApiExchange(0, [], error);
        }
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

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy;

/// <summary>
/// Answers a pod's request in absolute form: for a Service by one of its ready endpoints, for any other host by that host.
/// Bodies are streamed both ways; all headers but the hop's own are passed on as they are.
/// </summary>
internal sealed class Forwarder(IObjectStore store, Func<string, string?> namespaceOf) : IDisposable
{
    private static readonly HashSet<string> HopHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private readonly EndpointPicker _picker = new(store);
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
    });

    public async Task HandleAsync(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!Uri.TryCreate(target, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
        {
            await RefuseAsync(context, StatusCodes.Status501NotImplemented, $"{context.Request.Method} {target}: this proxy takes http requests in absolute form").ConfigureAwait(false);
            return;
        }

        string ns = namespaceOf(context.Connection.LocalIpAddress?.ToString() ?? "") ?? "default";
        var destination = uri;
        if (ServiceName.Of(uri.IdnHost, ns, store) is { } service)
        {
            var pick = _picker.One(service.Namespace, service.Name, uri.Port);
            if (pick.Endpoint is not { } endpoint)
            {
                int status = pick.IsUnknown ? StatusCodes.Status502BadGateway : StatusCodes.Status503ServiceUnavailable;
                await RefuseAsync(context, status, pick.Problem!).ConfigureAwait(false);
                return;
            }

            destination = new UriBuilder(uri) { Host = endpoint.Address.ToString(), Port = endpoint.Port }.Uri;
        }

        await ForwardAsync(context, uri, destination).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    private static Task RefuseAsync(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"sandbox proxy: {reason}\n", context.RequestAborted);
    }

    private static HttpRequestMessage RequestOf(HttpContext context, Uri asked, Uri destination)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), destination);
        bool hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? false;
        if (hasBody)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(h => !HopHeaders.Contains(h.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        request.Headers.Host = asked.Authority;
        return request;
    }

    private async Task ForwardAsync(HttpContext context, Uri asked, Uri destination)
    {
        using var request = RequestOf(context, asked, destination);
        try
        {
            using var response = await _client.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(h => !HopHeaders.Contains(h.Key)))
            {
                context.Response.Headers[name] = new StringValues([.. values]);
            }

            await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !context.Response.HasStarted)
        {
            await RefuseAsync(context, StatusCodes.Status502BadGateway, $"{asked.Authority} at {destination.Authority} did not answer: {e.Message}").ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
        }
        catch (OperationCanceledException)
        {
            // The pod hung up.
        }
    }
}

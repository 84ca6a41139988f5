using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Sluice.Sandbox.Proxy;

/// <summary>What became of one attempt to have a request answered.</summary>
internal abstract record HopOutcome
{
    /// <summary>The answer is passed on whole.</summary>
    internal sealed record Answered(int Status) : HopOutcome;

    /// <summary>There was no answer, and the asker has heard nothing yet.</summary>
    /// <param name="Problem">Why.</param>
    /// <param name="MayRepeat">Nothing was sent, or something that may be sent twice.</param>
    internal sealed record Unanswered(string Problem, bool MayRepeat) : HopOutcome;

    /// <summary>The answer broke off; so did the one that was passed on, as half an answer must not look like a whole one.</summary>
    internal sealed record BrokenOff : HopOutcome;

    /// <summary>The asker hung up.</summary>
    internal sealed record HungUp : HopOutcome;

    /// <summary>As the counters name it.</summary>
    public string Code => this switch
    {
        Answered answered => string.Create(CultureInfo.InvariantCulture, $"{answered.Status / 100}xx"),
        HungUp => "hung-up",
        _ => "broken-off",
    };
}

/// <summary>A request to ask on, and what to add to it and to its answer.</summary>
/// <param name="Destination">The whole URL, with a pod's address in it or a host outside.</param>
/// <param name="Host">The header Host.</param>
internal sealed record HopRequest(Uri Destination, string Host)
{
    /// <summary>Headers that the destination gets; they replace the asker's own.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The last word on the answer's headers.</summary>
    public Action<IHeaderDictionary> OnAnswer { get; init; } = _ => { };
}

/// <summary>Asks on: bodies are streamed both ways; all headers but the hop's own are passed on as they are.</summary>
internal sealed class HttpHop : IDisposable
{
    private static readonly HashSet<string> HopHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private static readonly HashSet<string> Repeatable = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"];

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
    });

    public void Dispose() => _client.Dispose();

    public async Task<HopOutcome> SendAsync(HttpContext context, HopRequest hop)
    {
        using var request = RequestOf(context, hop);
        try
        {
            using var response = await _client.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(h => !HopHeaders.Contains(h.Key)))
            {
                context.Response.Headers[name] = new StringValues([.. values]);
            }

            hop.OnAnswer(context.Response.Headers);
            await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
            return new HopOutcome.Answered((int)response.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !context.Response.HasStarted)
        {
            bool unsent = e is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
            return new HopOutcome.Unanswered(e.Message, unsent || (request.Content is null && Repeatable.Contains(context.Request.Method)));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            context.Abort();
            return new HopOutcome.BrokenOff();
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return new HopOutcome.HungUp();
        }
        catch (OperationCanceledException e)
        {
            // Connecting took too long.
            return new HopOutcome.Unanswered(e.Message, MayRepeat: true);
        }
    }

    private static HttpRequestMessage RequestOf(HttpContext context, HopRequest hop)
    {
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), hop.Destination);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? false)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(h => !HopHeaders.Contains(h.Key) && !hop.Headers.ContainsKey(h.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        foreach (var (name, value) in hop.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.Host = hop.Host;
        return request;
    }
}

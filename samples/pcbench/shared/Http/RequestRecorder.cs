using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using PcBench.ServiceDefaults.Logging;
using PcBench.ServiceDefaults.Metrics;

namespace PcBench.ServiceDefaults.Http;

/// <summary>Counts and logs every request that reaches it, and turns an exception into an answer.</summary>
internal sealed class RequestRecorder(ServiceMetrics metrics, IdentityHeaders headers, TimeProvider clock, ILogger<RequestRecorder> log)
{
    // nginx's code for a client that left before the answer; HTTP has none.
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = context.Response.HasStarted ? context.Response.StatusCode : ClientClosedRequest;
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            log.Failed(context.Request.Method, context.Request.Path, exception);
            context.Response.Clear();
            headers.Write(context.Response);
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "Internal error", "The log has the reason, under this trace id");
        }
        finally
        {
            var code = context.Response.StatusCode;
            var duration = clock.GetElapsedTime(started);
            metrics.Record(context.Request.Method, Route(context, code), code, duration);
            log.Answered(
                code >= StatusCodes.Status500InternalServerError ? LogLevel.Warning : LogLevel.Information,
                context.Request.Method,
                context.Request.Path,
                code,
                duration.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
    }

    private static string Route(HttpContext context, int code) =>
        context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern } ? pattern
        : code < StatusCodes.Status400BadRequest ? "static"
        : "unmatched";
}

using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sluice.Sandbox.Proxy;

/// <summary>What the proxies ask and say about requests.</summary>
internal static class Requests
{
    private static readonly object Mark = new();

    /// <summary>Whether this connection of the asker's has served a request before. To be asked once for each request.</summary>
    public static bool IsOverKeptConnection(this HttpContext context)
    {
        // One request after the other, as in HTTP/1.
        var items = context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        return !items.TryAdd(Mark, Mark);
    }

    /// <summary>Answers in the proxy's own name.</summary>
    public static Task RefuseAsync(this HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"sandbox proxy: {reason}\n", context.RequestAborted);
    }
}

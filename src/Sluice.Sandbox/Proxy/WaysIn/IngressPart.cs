using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Proxy.Counting;

namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>The way in from outside: one port for all Ingresses and HTTPRoutes, and another for the counters of all proxies.</summary>
/// <param name="context">Of the sandbox.</param>
/// <param name="traffic">The counters.</param>
/// <param name="port">For requests; 0 picks a free one.</param>
/// <param name="countersPort">For <c>/metrics</c>; 0 picks a free one.</param>
internal sealed class IngressPart(SandboxContext context, Traffic traffic, int port, int countersPort) : ISandboxPart, IDisposable
{
    private readonly IngressForwarder _forwarder = new(context.Store, traffic, context.Time);
    private readonly List<WebApplication> _servers = [];

    public string Name => "ingress";

    /// <summary>Where requests are served, once started.</summary>
    public Uri Url => new(_servers[0].Urls.First());

    /// <summary>Where the counters are served, once started.</summary>
    public Uri CountersUrl => new(_servers[1].Urls.First());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ServeAsync("Ingresses and HTTPRoutes", port, _forwarder.HandleAsync, cancellationToken).ConfigureAwait(false);
        await ServeAsync("the proxy's counters", countersPort, CountersAsync, cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Requests that last are cut off, as their pods end as well.
        var now = new CancellationToken(canceled: true);
        foreach (var server in _servers)
        {
            await server.StopAsync(now).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        foreach (IDisposable server in _servers)
        {
            server.Dispose();
        }

        _forwarder.Dispose();
    }

    private async Task ServeAsync(string what, int listenPort, RequestDelegate handler, CancellationToken cancellationToken)
    {
        IPAddress address = context.Addresses.ControlAddress;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(address, listenPort, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var server = builder.Build();
        _servers.Add(server);
        server.Run(handler);
        try
        {
            await server.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new SandboxStartException($"cannot listen on {address}:{listenPort} for {what}: {e.Message}", e);
        }
    }

    private Task CountersAsync(HttpContext http)
    {
        if (http.Request.Path != "/metrics")
        {
            return http.RefuseAsync(StatusCodes.Status404NotFound, "there is nothing here but /metrics");
        }

        http.Response.ContentType = TrafficText.ContentType;
        return http.Response.WriteAsync(TrafficText.Of(traffic), http.RequestAborted);
    }
}

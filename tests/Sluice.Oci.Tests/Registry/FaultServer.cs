using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Oci.Tests.Registry;

/// <summary>A server on a free loopback port that answers as the test says.</summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FaultServer(WebApplication app) => _app = app;

    public List<string> Requests { get; } = [];

    public string Host => new Uri(_app.Urls.First()).Authority;

    public ImageReference Repository => new(Host, "app", "v1");

    public static async Task<FaultServer> StartAsync(Func<HttpContext, FaultServer, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new FaultServer(app);
        app.Run(http =>
        {
            lock (server.Requests)
            {
                server.Requests.Add($"{http.Request.Method} {http.Request.Path}");
            }

            return answer(http, server);
        });
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sluice.Nuke.Tests.Diagnostics;

/// <summary>A web server on a free port with one handler for everything.</summary>
internal sealed class WebStub : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebStub(WebApplication app) => _app = app;

    /// <summary>Host and port.</summary>
    public string Address { get; private init; } = "";

    public static async Task<WebStub> StartAsync(RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        var url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new WebStub(app) { Address = new Uri(url).Authority };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

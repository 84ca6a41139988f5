using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Serilog;

namespace Sluice.Sandbox.Registry;

/// <summary>
/// An OCI registry (distribution specification 1.1) for this machine: plain http, no login, deliberately open to every local
/// process, and therefore on loopback addresses only. Never for production.
/// </summary>
/// <param name="folder">Where it keeps everything; made when missing. One server per folder.</param>
/// <param name="address">A loopback address.</param>
/// <param name="port">0 picks a free one.</param>
/// <param name="time">The clock, for the age of abandoned uploads.</param>
/// <param name="log">For failures of the server itself.</param>
public sealed class RegistryServer(string folder, IPAddress address, int port, TimeProvider time, Serilog.ILogger? log = null) : IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary><c>address:port</c>, the host in image references. Known once started.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Listens, then returns.</summary>
    /// <exception cref="IOException">The port is taken, or the folder cannot be written.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!IPAddress.IsLoopback(address))
        {
            throw new InvalidOperationException($"The sandbox's registry has no login, so it listens on loopback addresses only, not on {address}.");
        }

        var store = RegistryStore.Open(folder, time);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var app = builder.Build();
        var router = new RegistryRouter(store, log ?? Log.Logger);
        app.Run(router.HandleAsync);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        _app = app;
        var bound = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Host = $"{bound.Host}:{bound.Port}";
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(cancellationToken).ConfigureAwait(false);
            await app.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
}

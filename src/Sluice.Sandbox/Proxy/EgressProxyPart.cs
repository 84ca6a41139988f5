using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Kubelet.Launching;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy;

/// <summary>The proxy that pods reach services through, listening on every pod's own address.</summary>
internal sealed class EgressProxyPart : ISandboxPart, IDisposable
{
    private readonly SandboxContext _context;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, string> _namespaces = new();
    private readonly PodListener _listener;
    private readonly Forwarder _forwarder;
    private readonly KestrelServer _server;
    private Task _watching = Task.CompletedTask;

    public EgressProxyPart(SandboxContext context, Traffic traffic)
    {
        _context = context;
        _forwarder = new Forwarder(context.Store, address => _namespaces.GetValueOrDefault(address), traffic, context.Time);
        _listener = new PodListener(new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance));
        var options = new KestrelServerOptions
        {
            AddServerHeader = false,
            ApplicationServices = new ServiceCollection().AddLogging().BuildServiceProvider(),
        };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;

        // One nominal endpoint: the listener decides what it stands for.
        options.Listen(IPAddress.Loopback, NetworkVariables.ProxyPort, l => l.Protocols = HttpProtocols.Http1);
        _server = new KestrelServer(Options.Create(options), _listener, NullLoggerFactory.Instance);
    }

    public string Name => "egress proxy";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _server.StartAsync(new Application(_forwarder), cancellationToken).ConfigureAwait(false);
        _watching = WatchAsync(_stop.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _server.StopAsync(now.Token).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _server.Dispose();
        _forwarder.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var change in _context.Store.Watch(Resources.Pods, null, 0, cancellationToken).ConfigureAwait(false))
            {
                if (IPAddress.TryParse(change.Object.Text("status", "podIP"), out var ip))
                {
                    await FollowAsync(change, new IPEndPoint(ip, NetworkVariables.ProxyPort), cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task FollowAsync(StoreEvent change, IPEndPoint address, CancellationToken cancellationToken)
    {
        string ip = address.Address.ToString();
        if (change.Type == StoreEventType.Deleted)
        {
            _namespaces.TryRemove(ip, out _);
            await _listener.RemoveAsync(address).ConfigureAwait(false);
            return;
        }

        try
        {
            _namespaces[ip] = change.Key.Namespace;
            await _listener.AddAsync(address, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            _context.Log.Error("cannot listen on {Address} for the pod {Namespace}/{Name}: {Problem}", address, change.Key.Namespace, change.Key.Name, e.Message);
        }
    }

    private sealed class Application(Forwarder forwarder) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => forwarder.HandleAsync(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}

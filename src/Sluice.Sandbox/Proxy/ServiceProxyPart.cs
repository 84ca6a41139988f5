using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy;

/// <summary>
/// ClusterIPs as real listeners. A port listens only while it has ready endpoints: without any, connections are refused.
/// As kube-proxy does, it chooses a pod for each connection, which then stays with it for as long as both sides keep it open.
/// </summary>
internal sealed class ServiceProxyPart(SandboxContext context, Traffic traffic) : ISandboxPart, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly EndpointPicker _picker = new(context.Store);
    private readonly Channel<ResourceKey> _changed = Channel.CreateUnbounded<ResourceKey>();
    private readonly Dictionary<ResourceKey, Dictionary<IPEndPoint, ServiceListener>> _listeners = [];
    private Task _running = Task.CompletedTask;

    public string Name => "service proxy";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = Task.WhenAll(WatchAsync(Resources.Services), WatchAsync(Resources.Endpoints), WorkAsync());
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var listener in _listeners.Values.SelectMany(l => l.Values))
        {
            listener.Dispose();
        }

        _listeners.Clear();
    }

    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync(string resource)
    {
        while (!_stop.IsCancellationRequested)
        {
            await foreach (var change in context.Store.Watch(resource, null, 0, _stop.Token).ConfigureAwait(false))
            {
                _changed.Writer.TryWrite(change.Key with { Resource = Resources.Services });
            }
        }
    }

    private async Task WorkAsync()
    {
        await foreach (var key in _changed.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            Follow(key);
        }
    }

    private void Follow(ResourceKey key)
    {
        var wanted = Wanted(key);
        if (!_listeners.TryGetValue(key, out var standing))
        {
            _listeners[key] = standing = [];
        }

        foreach (var gone in standing.Keys.Where(e => !wanted.Contains(e)).ToList())
        {
            standing.Remove(gone, out var listener);
            listener!.Dispose();
        }

        foreach (var address in wanted.Where(e => !standing.ContainsKey(e)))
        {
            try
            {
                standing[address] = new ServiceListener(address, () => _picker.One(key.Namespace, key.Name, new ServicePort(address.Port, null)), traffic, _stop.Token);
            }
            catch (SocketException e)
            {
                context.Log.Error("service {Namespace}/{Name}: cannot listen on {Address}: {Problem}", key.Namespace, key.Name, address, e.Message);
            }
        }

        if (standing.Count == 0)
        {
            _listeners.Remove(key);
        }
    }

    private HashSet<IPEndPoint> Wanted(ResourceKey key)
    {
        if (context.Store.Get(key) is not { } service || !IPAddress.TryParse(service.Text("spec", "clusterIP"), out var ip) || !IsOurs(ip))
        {
            return [];
        }

        return service.Objects("spec", "ports")
            .Where(p => p.Text("protocol") is null or "TCP" && _picker.HasReady(service, p))
            .Select(p => new IPEndPoint(ip, p.Int("port") ?? 0))
            .ToHashSet();
    }

    private bool IsOurs(IPAddress ip) => ip.GetAddressBytes() is [127, 78, var third, _] && third >> 4 == context.Addresses.Index;
}

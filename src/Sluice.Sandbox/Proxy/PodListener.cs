using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Sluice.Sandbox.Proxy;

/// <summary>A web server's one listener, made of as many addresses as there are pods at the moment.</summary>
internal sealed class PodListener(IConnectionListenerFactory sockets) : IConnectionListenerFactory, IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>();
    private readonly ConcurrentDictionary<IPEndPoint, IConnectionListener> _addresses = new();

    public EndPoint EndPoint { get; private set; } = new IPEndPoint(IPAddress.Loopback, 0);

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        EndPoint = endpoint;
        return ValueTask.FromResult<IConnectionListener>(this);
    }

    /// <summary>Begins to listen on an address; nothing when it does already.</summary>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public async Task AddAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        if (!_addresses.ContainsKey(address))
        {
            var listener = await sockets.BindAsync(address, cancellationToken).ConfigureAwait(false);
            _addresses[address] = listener;
            _ = PumpAsync(listener);
        }
    }

    public async Task RemoveAsync(IPEndPoint address)
    {
        if (_addresses.TryRemove(address, out var listener))
        {
            await listener.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _accepted.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        foreach (var address in _addresses.Keys)
        {
            await RemoveAsync(address).ConfigureAwait(false);
        }

        _accepted.Writer.TryComplete();
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private async Task PumpAsync(IConnectionListener listener)
    {
        while (await listener.AcceptAsync().ConfigureAwait(false) is { } connection)
        {
            if (!_accepted.Writer.TryWrite(connection))
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}

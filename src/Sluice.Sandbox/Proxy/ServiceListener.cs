using System.Net;
using System.Net.Sockets;
using Sluice.Sandbox.Proxy.Counting;

namespace Sluice.Sandbox.Proxy;

/// <summary>Listens on one port of one ClusterIP and joins each connection to a ready endpoint. Closing it leaves joined connections alone.</summary>
internal sealed class ServiceListener : IDisposable
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly Func<Pick> _pick;
    private readonly Traffic _traffic;
    private readonly CancellationToken _stop;

    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public ServiceListener(IPEndPoint address, Func<Pick> pick, Traffic traffic, CancellationToken stop)
    {
        _pick = pick;
        _traffic = traffic;
        _stop = stop;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _socket.Bind(address);
            _socket.Listen(Backlog);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        _ = AcceptAsync();
    }

    public void Dispose() => _socket.Dispose();

    private static void Abort(Socket socket)
    {
        // A reset, as from a port that nobody listens on.
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _socket.AcceptAsync(_stop).ConfigureAwait(false));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var pick = _pick();
        if (pick.Endpoint is not { } endpoint)
        {
            _traffic.Connected(pick.Destination, succeeded: false);
            Abort(client);
            return;
        }

        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await ConnectAsync(server, endpoint, pick.Destination).ConfigureAwait(false);
            await SocketPair.JoinAsync(client, server, _stop).ConfigureAwait(false);
            client.Dispose();
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Abort(client);
        }
        finally
        {
            server.Dispose();
        }
    }

    private async Task ConnectAsync(Socket server, IPEndPoint endpoint, Destination destination)
    {
        try
        {
            await server.ConnectAsync(endpoint, _stop).ConfigureAwait(false);
            _traffic.Connected(destination, succeeded: true);
        }
        catch (SocketException)
        {
            _traffic.Connected(destination, succeeded: false);
            throw;
        }
    }
}

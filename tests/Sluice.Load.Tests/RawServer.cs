using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Load.Tests;

/// <summary>What a server does with a request; an ill one may do anything.</summary>
/// <param name="Answer">Bytes that it sends.</param>
/// <param name="End">How the connection ends after them.</param>
internal sealed record Deed(string Answer, ConnectionEnd End)
{
    public static Deed Good { get; } = new("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", ConnectionEnd.Stays);
}

internal enum ConnectionEnd
{
    Stays,
    Closed,
    Reset,
}

/// <summary>Reads requests and does one deed after the other, the last one again and again.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Deed[] _deeds;
    private int _next;

    public RawServer(params Deed[] deeds)
    {
        _deeds = deeds;
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://{_listener.LocalEndpoint}/");

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            var buffer = new byte[4096];
            while (await connection.ReceiveAsync(buffer) > 0)
            {
                var deed = _deeds[Math.Min(Interlocked.Increment(ref _next) - 1, _deeds.Length - 1)];
                await connection.SendAsync(Encoding.ASCII.GetBytes(deed.Answer));
                if (deed.End != ConnectionEnd.Stays)
                {
                    connection.LingerState = new LingerOption(deed.End == ConnectionEnd.Reset, 0);
                    return;
                }
            }
        }
    }
}

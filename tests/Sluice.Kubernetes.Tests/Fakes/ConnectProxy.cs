using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>An HTTP proxy that tunnels, on a free loopback port.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly string authorization;
    private readonly Task serving;

    private ConnectProxy(string authorization)
    {
        this.authorization = authorization;
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Host and port of the last tunnel.</summary>
    public string LastTarget { get; private set; } = "";

    /// <param name="authorization">What Proxy-Authorization has to be; empty for none.</param>
    public static ConnectProxy Start(string authorization) => new(authorization);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var tunnels = new List<Task>();
        try
        {
            while (true)
            {
                tunnels.Add(TunnelAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(tunnels);
        }
    }

    private async Task TunnelAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream near = client.GetStream();
                string head = await HeadAsync(near);
                if (authorization.Length > 0 && !head.Contains($"Proxy-Authorization: {authorization}\r\n", StringComparison.OrdinalIgnoreCase))
                {
                    await near.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop.Token);
                    return;
                }

                string target = head.Split(' ')[1];
                using var far = new TcpClient();
                await far.ConnectAsync(IPEndPoint.Parse(target), stop.Token);
                LastTarget = target;
                await near.WriteAsync("HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray(), stop.Token);
                await Task.WhenAny(near.CopyToAsync(far.GetStream(), stop.Token), far.GetStream().CopyToAsync(near, stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // Either side is gone.
            }
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, stop.Token) > 0)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}

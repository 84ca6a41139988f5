using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Serilog.Core;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Proxy;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Proxy;

/// <summary>A Service between two revisions: controllers and proxy as they are, pods as listeners that say who they are.</summary>
public sealed class ServiceTrafficTests : IAsyncLifetime, IDisposable
{
    private const int Port = 8080;

    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(50);
    private static readonly AddressBlock Block = new(13);

    private readonly ObjectStore _store = new(TimeProvider.System);
    private readonly Traffic _traffic = new();
    private readonly ControllersPart _controllers;
    private readonly ServiceProxyPart _proxy;
    private readonly List<Pod> _pods = [];

    public ServiceTrafficTests()
    {
        var context = new SandboxContext { Home = "/", Addresses = Block, Store = _store, Time = TimeProvider.System, Log = Logger.None };
        _controllers = new ControllersPart(context);
        _proxy = new ServiceProxyPart(context, _traffic);
    }

    private static IPAddress ClusterIp => Block.Service(800);

    public async Task InitializeAsync()
    {
        foreach (string revision in (string[])["a", "b"])
        {
            var pod = new Pod(revision, Block.Pod(revision == "a" ? 801 : 802));
            _pods.Add(pod);
            _store.Create(new ResourceKey("pods", "n", revision), Parse($$$"""
                {"metadata":{"labels":{"app":"web","sluice.dev/service":"web","sluice.dev/revision":"{{{revision}}}"} },
                 "status":{"phase":"Running","podIP":"{{{pod.Address}}}","conditions":[{"type":"Ready","status":"True"}]} }
                """));
        }

        _store.Create(new ResourceKey("services", "n", "web"), Service("a"));
        await _controllers.StartAsync(default);
        await _proxy.StartAsync(default);
        await UntilAsync(() => AskNew() == "a");
    }

    public async Task DisposeAsync()
    {
        await _proxy.StopAsync(default);
        await _controllers.StopAsync(default);
    }

    public void Dispose()
    {
        _pods.ForEach(p => p.Dispose());
        _proxy.Dispose();
        _controllers.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void SelectorChanges_NewConnectionsMoveAtOnce()
    {
        // The best of several: this is about what the proxy does, not about how busy the machine is.
        var best = TimeSpan.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            string next = i % 2 == 0 ? "b" : "a";
            _store.Update(new ResourceKey("services", "n", "web"), Service(next));
            var watch = Stopwatch.StartNew();
            while (AskNew() != next)
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "did not move within 10 s");
            }

            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Assert.True(best <= Prompt, $"took {best.TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task SelectorChanges_KeptConnectionStaysWithItsPodUntilThatEnds()
    {
        using var kept = Connect();
        Assert.Equal("a", Ask(kept));
        _store.Update(new ResourceKey("services", "n", "web"), Service("b"));
        await UntilAsync(() => AskNew() == "b");

        Assert.Equal("a", Ask(kept));

        _pods[0].EndGracefully();
        Assert.Equal("", Ask(kept));
        Assert.Equal("b", AskNew());
    }

    [Fact]
    public async Task PodIsToEnd_KeptConnectionIsServedUntilThePodClosesIt()
    {
        _store.Update(new ResourceKey("services", "n", "web"), Service(null));
        await UntilAsync(() => AskNew() == "b");
        using var kept = ConnectTo("a");
        _store.Delete(new ResourceKey("pods", "n", "a"), 30);
        await UntilAsync(() => AskNew() == "b" && AskNew() == "b");

        Assert.Equal("a", Ask(kept));

        _pods[0].EndGracefully();
        Assert.Equal("", Ask(kept));
    }

    [Fact]
    public async Task Connections_AreCountedByRevision()
    {
        long before = Joined("a");
        AskNew();
        AskNew();

        // The counter moves before the pod can answer.
        Assert.Equal(before + 2, Joined("a"));
        _pods[0].EndGracefully();
        Assert.Equal("", AskNew());
        await UntilAsync(() => _traffic.Connections.Any(c => c is { To.Revision: "a", Succeeded: false }));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonObject Service(string? revision)
    {
        string pinned = revision is null ? "" : $",\"sluice.dev/revision\":\"{revision}\"";
        return Parse($$"""{"spec":{"clusterIP":"{{ClusterIp}}","selector":{"app":"web"{{pinned}} },"ports":[{"port":{{Port}},"targetPort":{{Port}} }]} }""");
    }

    private static Socket Connect()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(ClusterIp, Port);
        return socket;
    }

    /// <summary>What the pod at the other end says; nothing when it has hung up.</summary>
    private static string Ask(Socket socket)
    {
        byte[] answer = new byte[1];
        try
        {
            socket.Send("?"u8);
            return Encoding.ASCII.GetString(answer, 0, socket.Receive(answer));
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static string AskNew()
    {
        try
        {
            using var socket = Connect();
            return Ask(socket);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static Socket ConnectTo(string revision)
    {
        for (; ; )
        {
            var socket = Connect();
            if (Ask(socket) == revision)
            {
                return socket;
            }

            socket.Dispose();
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "did not happen within 10 s");
        }
    }

    private long Joined(string revision) => _traffic.Connections.Where(c => c.To == new Destination("n", "web", revision) && c.Succeeded).Sum(c => c.Count);

    /// <summary>Answers every byte with its name.</summary>
    private sealed class Pod : IDisposable
    {
        private readonly byte[] _name;
        private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _open = [];

        public Pod(string name, IPAddress address)
        {
            _name = Encoding.ASCII.GetBytes(name);
            Address = address;
            _listener.Bind(new IPEndPoint(address, Port));
            _listener.Listen();
            _ = AcceptAsync();
        }

        public IPAddress Address { get; }

        /// <summary>Takes no more connections and closes those that are idle, as a web server does when it is told to end.</summary>
        public void EndGracefully()
        {
            _listener.Dispose();
            lock (_open)
            {
                _open.Where(s => s.Connected).ToList().ForEach(s => s.Shutdown(SocketShutdown.Send));
            }
        }

        public void Dispose()
        {
            _listener.Dispose();
            lock (_open)
            {
                _open.ForEach(s => s.Dispose());
            }
        }

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    var socket = await _listener.AcceptAsync();
                    lock (_open)
                    {
                        _open.Add(socket);
                    }

                    _ = ServeAsync(socket);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Ended.
            }
        }

        private async Task ServeAsync(Socket socket)
        {
            try
            {
                byte[] question = new byte[1];
                while (await socket.ReceiveAsync(question) > 0)
                {
                    await socket.SendAsync(_name);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Hung up.
            }

            lock (_open)
            {
                _open.Remove(socket);
            }

            socket.Dispose();
        }
    }
}

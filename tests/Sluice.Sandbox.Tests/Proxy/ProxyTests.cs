using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Proxy;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Proxy;

/// <summary>Both proxies over real sockets, in a block of addresses of their own.</summary>
public sealed class ProxyTests : IAsyncLifetime, IDisposable
{
    private static readonly AddressBlock Block = new(13);
    private readonly ObjectStore _store = new(TimeProvider.System);
    private readonly Traffic _traffic = new();
    private readonly ServiceProxyPart _services;
    private readonly EgressProxyPart _egress;
    private readonly HttpClient _pod = new(new SocketsHttpHandler { UseProxy = true, Proxy = new WebProxy($"http://{Block.Pod(700)}:15001"), ActivityHeadersPropagator = null });
    private readonly List<WebApplication> _apps = [];

    public ProxyTests()
    {
        var context = new SandboxContext { Home = "/", Addresses = Block, Store = _store, Time = TimeProvider.System, Log = Logger.None };
        _services = new ServiceProxyPart(context, _traffic);
        _egress = new EgressProxyPart(context, _traffic);
    }

    private static IPAddress ClusterIp => Block.Service(700);

    public async Task InitializeAsync()
    {
        _store.Create(new ResourceKey("services", "n", "web"), Parse($$"""{"spec":{"clusterIP":"{{ClusterIp}}","ports":[{"port":8080,"targetPort":"http"}]} }"""));
        _store.Create(new ResourceKey("pods", "n", "p"), Parse($$"""{"status":{"podIP":"{{Block.Pod(700)}}"} }"""));
        await _services.StartAsync(default);
        await _egress.StartAsync(default);
        await UntilAsync(() => CanConnect(new IPEndPoint(Block.Pod(700), 15001)));
    }

    public async Task DisposeAsync()
    {
        await _services.StopAsync(default);
        await _egress.StopAsync(default);
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _pod.Dispose();
        _services.Dispose();
        _egress.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task ClusterIp_EndpointsComeAndGo_ServesAllOfThemAndIsRefusedWithoutAny()
    {
        Assert.False(CanConnect(new IPEndPoint(ClusterIp, 8080)));
        SetEndpoints(await ServeAsync("a"), await ServeAsync("b"));
        await UntilAsync(() => CanConnect(new IPEndPoint(ClusterIp, 8080)));

        var answers = new HashSet<string>();
        for (int i = 0; i < 8; i++)
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            answers.Add(await client.GetStringAsync($"http://{ClusterIp}:8080/name"));
        }

        Assert.Equal(["a", "b"], answers.Order());
        SetEndpoints();
        await UntilAsync(() => !CanConnect(new IPEndPoint(ClusterIp, 8080)));
    }

    [Fact]
    public async Task ClusterIp_EndpointLeaves_EstablishedConnectionsStay()
    {
        SetEndpoints(await ServeAsync("a"));
        await UntilAsync(() => CanConnect(new IPEndPoint(ClusterIp, 8080)));
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await client.GetStringAsync($"http://{ClusterIp}:8080/name");

        SetEndpoints();
        await UntilAsync(() => !CanConnect(new IPEndPoint(ClusterIp, 8080)));

        Assert.Equal("a", await client.GetStringAsync($"http://{ClusterIp}:8080/name"));
    }

    [Fact]
    public async Task ClusterIp_OneSideEnds_TheOtherStillArrives()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        SetEndpoints((IPEndPoint)listener.LocalEndpoint);
        await UntilAsync(() => CanConnect(new IPEndPoint(ClusterIp, 8080)));
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(ClusterIp, 8080);
        await client.SendAsync(Encoding.ASCII.GetBytes("question"));
        client.Shutdown(SocketShutdown.Send);

        // The probing connections of the wait come first and are empty.
        string asked = "";
        while (asked.Length == 0)
        {
            using var server = await listener.AcceptTcpClientAsync();
            asked = await new StreamReader(server.GetStream()).ReadToEndAsync();
            if (asked.Length > 0)
            {
                await server.GetStream().WriteAsync(Encoding.ASCII.GetBytes("answer"));
            }
        }

        byte[] answer = new byte[16];
        int count = await client.ReceiveAsync(answer).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(("question", "answer"), (asked, Encoding.ASCII.GetString(answer, 0, count)));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("web.n.svc")]
    [InlineData("web.n.svc.cluster.local")]
    public async Task Egress_NameOfAService_ReachesAnEndpointWithHeadersBodyAndHost(string host)
    {
        SetEndpoints(await ServeAsync("a"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{host}:8080/echo?q=a%2Fb");
        request.Headers.Add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        request.Content = new StringContent("body");

        using var response = await _pod.SendAsync(request);

        Assert.Equal($"{host}:8080 /echo?q=a%2Fb 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 body", await response.Content.ReadAsStringAsync());
        Assert.Equal("yes", response.Headers.GetValues("X-Answer").Single());
    }

    [Fact]
    public async Task Egress_StreamedAnswer_ArrivesPieceByPiece()
    {
        SetEndpoints(await ServeAsync("a"));

        using var response = await _pod.GetAsync("http://web:8080/stream", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("first", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        await _pod.GetStringAsync("http://web:8080/go");

        Assert.Equal("second", await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("http://nope:8080/", HttpStatusCode.BadGateway, "no service \"nope\" in namespace \"n\"")]
    [InlineData("http://web:81/", HttpStatusCode.BadGateway, "has no port 81; it has 8080")]
    [InlineData("http://web:8080/", HttpStatusCode.ServiceUnavailable, "has no ready endpoints")]
    public async Task Egress_CannotForward_SaysWhyInOneLine(string url, HttpStatusCode status, string reason)
    {
        using var response = await _pod.GetAsync(url);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(reason, Assert.Single((await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Egress_RequestsToAService_AreCounted()
    {
        SetEndpoints(await ServeAsync("a"));
        await _pod.GetStringAsync("http://web:8080/name");
        await _pod.GetStringAsync("http://web:8080/name");

        await UntilAsync(() => _traffic.Requests.Sum(r => r.Count) == 2);
        Assert.All(_traffic.Requests, r => Assert.Equal(("pod", new Destination("n", "web"), "2xx"), (r.Kind.Via, r.Kind.To, r.Code)));
        Assert.Equal([false, true], _traffic.Requests.Select(r => r.Kind.IsKept).Order());
    }

    [Fact]
    public async Task Egress_HostOutsideTheCluster_IsAskedDirectly()
    {
        var endpoint = await ServeAsync("outside");

        Assert.Equal("outside", await _pod.GetStringAsync($"http://{endpoint}/name"));
    }

    [Fact]
    public async Task Egress_PodIsGone_ListensNoMore()
    {
        _store.Delete(new ResourceKey("pods", "n", "p"));

        await UntilAsync(() => !CanConnect(new IPEndPoint(Block.Pod(700), 15001)));
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static bool CanConnect(IPEndPoint endpoint)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(5))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "did not happen within 10 s");
        }
    }

    private void SetEndpoints(params IPEndPoint[] endpoints)
    {
        var key = new ResourceKey("endpoints", "n", "web");
        var subsets = endpoints.Select(e => (JsonNode?)Parse($$"""{"addresses":[{"ip":"{{e.Address}}"}],"ports":[{"port":{{e.Port}} }]}""")).ToArray();
        var value = new JsonObject { ["subsets"] = new JsonArray(subsets) };
        if (_store.Create(key, value).Outcome == StoreOutcome.AlreadyExists)
        {
            _store.Update(key, value);
        }
    }

    private async Task<IPEndPoint> ServeAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var go = new TaskCompletionSource();
        app.MapGet("/name", () => name);
        app.MapGet("/go", () => go.TrySetResult());
        app.MapPost("/echo", async context =>
        {
            string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            context.Response.Headers["X-Answer"] = "yes";
            await context.Response.WriteAsync($"{context.Request.Host} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers.TraceParent} {body}");
        });
        app.MapGet("/stream", async context =>
        {
            await context.Response.WriteAsync("first\n");
            await go.Task;
            await context.Response.WriteAsync("second\n");
        });
        await app.StartAsync();
        _apps.Add(app);
        return IPEndPoint.Parse(new Uri(app.Urls.Single()).Authority);
    }
}

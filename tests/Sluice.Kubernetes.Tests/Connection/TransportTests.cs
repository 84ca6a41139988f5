using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Connection;

/// <summary>How requests travel, whatever the client's own settings are.</summary>
public sealed class TransportTests : IDisposable
{
    private static readonly Certificates Ca = new();

    private readonly Connections connections = new(Ca);

    public void Dispose() => connections.Dispose();

    [Theory]
    [InlineData("http://127.0.0.1:PORT", "")]
    [InlineData("http://me:p%40ss@127.0.0.1:PORT", "Basic bWU6cEBzcw==")]
    public async Task Open_ProxyUrl_RequestsGoThroughTheProxy(string url, string authorization)
    {
        await using TestServer server = await StartAsync(context => context.Response.WriteAsync("{}"));
        await using ConnectProxy proxy = ConnectProxy.Start(authorization);
        string address = url.Replace("PORT", proxy.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

        using ClusterConnection connection = await connections.OpenAsync(server.Url, "token: t", $"proxy-url: '{address}'");

        Assert.Equal(new Uri(server.Url).Authority, proxy.LastTarget);
    }

    [Fact]
    public async Task Open_ServerSendsElsewhere_IsNotFollowed()
    {
        int there = 0;
        await using TestServer elsewhere = await TestServer.StartAsync(context =>
        {
            Interlocked.Increment(ref there);
            return context.Response.WriteAsync("{}");
        });
        await using TestServer server = await StartAsync(context =>
        {
            context.Response.Redirect($"{elsewhere.Url}/login?ticket=secret");
            return Task.CompletedTask;
        });

        ClusterProblem problem = await connections.RefusedAsync(server.Url, "token: t");

        Assert.Contains($"it sends elsewhere, to {elsewhere.Url}/login, which is not followed", problem.What, StringComparison.Ordinal);
        Assert.Equal(0, there);
    }

    [Theory]
    [InlineData("", "gzip")]
    [InlineData("disable-compression: true", "")]
    public async Task Request_Answer_MayBeCompressed(string cluster, string expected)
    {
        string asked = "?";
        await using TestServer server = await StartAsync(async context =>
        {
            asked = context.Request.Headers.AcceptEncoding.ToString();
            if (asked.Length == 0)
            {
                await context.Response.WriteAsync("{}");
                return;
            }

            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync("{\"kind\":\"Pod\"}"u8.ToArray());
        });

        using ClusterConnection connection = await connections.OpenAsync(server.Url, "token: t", cluster);

        Assert.Equal(expected, asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Watch_OverHttp2_GivesEachEventAsItComes(bool compressed)
    {
        using var firstSeen = new SemaphoreSlim(0);
        string protocol = "";
        await using TestServer server = await StartAsync(async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
            {
                await context.Response.WriteAsync("{}");
                return;
            }

            protocol = context.Request.Protocol;
            Stream body = context.Response.Body;
            if (compressed)
            {
                context.Response.Headers.ContentEncoding = "gzip";
                body = new GZipStream(body, CompressionLevel.Fastest);
            }

            await EventAsync(body, "one");
            await firstSeen.WaitAsync(context.RequestAborted);
            await EventAsync(body, "two");
            await body.DisposeAsync();
        });
        using ClusterConnection connection = await connections.OpenAsync(server.Url, "token: t");

        var names = new List<string>();
        await foreach (WatchItem item in connection.Client.WatchAsync("/pods", "1", default))
        {
            if (item is WatchItem.Changed changed)
            {
                names.Add(changed.Item["metadata"]!["name"]!.GetValue<string>());
                firstSeen.Release();
            }
        }

        Assert.Equal(["one", "two"], names);
        Assert.Equal("HTTP/2", protocol);
    }

    [Fact]
    public async Task Dispose_WatchIsOpen_EndsIt()
    {
        await using TestServer server = await StartAsync(async context =>
        {
            if (!context.Request.Query.ContainsKey("watch"))
            {
                await context.Response.WriteAsync("{}");
                return;
            }

            await EventAsync(context.Response.Body, "one");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        ClusterConnection connection = await connections.OpenAsync(server.Url, "token: t");

        WatchItem? last = null;
        await foreach (WatchItem item in connection.Client.WatchAsync("/pods", "1", default))
        {
            last = item;
            connection.Dispose();
        }

        Assert.Equal(ApiErrorKind.Connection, Assert.IsType<WatchItem.Ended>(last).Error!.Kind);
    }

    [Fact]
    public async Task Dispose_RequestAfterwards_SaysSo()
    {
        await using TestServer server = await StartAsync(context => context.Response.WriteAsync("{}"));
        ClusterConnection connection = await connections.OpenAsync(server.Url, "token: t");
        connection.Dispose();
        connection.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => connection.Client.GetAsync("/x", default));
    }

    [Fact]
    public async Task Open_Requests_NameSluiceAndTheHostThatIsAsked()
    {
        string agent = "", host = "";
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                (agent, host) = (context.Request.Headers.UserAgent.ToString(), context.Request.Host.Host);
                return context.Response.WriteAsync("{}");
            },
            Ca.Server("api.internal", withLoopback: false));

        using ClusterConnection connection = await connections.OpenAsync(server.Url, "token: t", "tls-server-name: api.internal");

        Assert.Equal(("sluice", "api.internal"), (agent, host));
    }

    [Fact]
    public async Task Open_ServerBehindAPath_KeepsThePath()
    {
        string path = "";
        await using TestServer server = await StartAsync(context =>
        {
            path = context.Request.Path;
            return context.Response.WriteAsync("{}");
        });

        using ClusterConnection connection = await connections.OpenAsync(server.Url + "/k8s/clusters/c-1", "token: t");

        Assert.Equal("/k8s/clusters/c-1/api", path);
    }

    [Fact]
    public async Task Open_PlainHttp_AuthorityAndCertificateDoNotMatter()
    {
        (string certificate, string key) = Ca.Client("deployer");
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("{}"));

        using ClusterConnection connection = await connections.OpenAsync(
            server.Url, $"client-certificate-data: {Connections.Base64(certificate)}, client-key-data: {Connections.Base64(key)}");

        Assert.Equal("team", connection.DefaultNamespace);
    }

    [Fact]
    public void Create_RequestsHaveNoGeneralTimeLimit()
    {
        ClusterResult<ResolvedContext> context = ContextResolver.Resolve(
            new ConnectionRequest { Kubeconfig = connections.Folder.Write("plain", "current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]") },
            TimeProvider.System);

        using k8s.Kubernetes kubernetes = Transport.Create(context.Value!);

        Assert.Equal(Timeout.InfiniteTimeSpan, kubernetes.HttpClient.Timeout);
    }

    [Theory]
    [InlineData("api.other", "it is for api.other, not for 127.0.0.1")]
    [InlineData("127.0.0.1", null)]
    public async Task Open_ChainOverAnIntermediate_IsCheckedToTheRootAndForTheName(string name, string? expected)
    {
        var intermediate = new Certificates(Ca, "intermediate");
        await using TestServer server = await TestServer.StartAsync(
            context => context.Response.WriteAsync("{}"),
            intermediate.Server(name, withLoopback: expected is null),
            https => https.ServerCertificateChain = [intermediate.Authority]);

        ClusterResult<ClusterConnection> result = await connections.TryAsync(server.Url, "token: t");

        result.Value?.Dispose();
        Assert.Equal(expected is null, result.Problems.Count == 0);
        Assert.All(result.Problems, p => Assert.Contains(expected!, p.What, StringComparison.Ordinal));
    }

    private static async Task EventAsync(Stream body, string name)
    {
        var line = new JsonObject { ["type"] = "ADDED", ["object"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } } };
        await body.WriteAsync(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        await body.FlushAsync();
    }

    private static Task<TestServer> StartAsync(RequestDelegate handler) => TestServer.StartAsync(handler, Ca.Server("localhost", withLoopback: true));
}

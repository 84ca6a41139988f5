using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Services;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Services;

public class ServiceHttpTests
{
    [Theory]
    [InlineData("127.78.0.2", 80, "http://127.78.0.2")]
    [InlineData("127.78.0.2", 8080, "http://127.78.0.2:8080")]
    public async Task Find_Direct_IsTheClusterIp(string ip, int port, string expected)
    {
        var cluster = new FakeCluster();
        cluster.Put("/api/v1/namespaces/p25/services/backend", new JsonObject { ["spec"] = new JsonObject { ["clusterIP"] = ip, ["ports"] = new JsonArray(new JsonObject { ["port"] = port }) } });
        await using TestServer server = await TestServer.StartAsync(cluster.HandleAsync);
        using ApiClient client = server.Client();
        using var http = new ServiceHttp(client, ServiceReach.Direct, TimeProvider.System);

        Assert.Equal(expected, (await http.FindAsync("p25", "backend", default)).Value!.Url);
    }

    [Theory]
    [InlineData(ServiceReach.Direct)]
    [InlineData(ServiceReach.Proxy)]
    public async Task Get_Answers_GiveTheirStatus(ServiceReach reach)
    {
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.EndsWith("/missing", StringComparison.Ordinal) ? 404 : 200;
            return context.Response.WriteAsync(context.Request.Path);
        });
        using ApiClient client = server.Client();
        using var http = new ServiceHttp(client, reach, TimeProvider.System);
        var address = new ServiceAddress("p25", "backend", 80, server.Url);

        Assert.Equal(200, (await http.GetAsync(address, "/ok", default)).Status);
        Assert.Equal(404, (await http.GetAsync(address, "/missing", default)).Status);
    }

    [Fact]
    public async Task Get_NobodyListens_IsNoAnswer()
    {
        await using TestServer server = await TestServer.StartAsync(_ => Task.CompletedTask);
        using ApiClient client = server.Client();
        using var http = new ServiceHttp(client, ServiceReach.Direct, TimeProvider.System);

        ServiceAnswer answer = await http.GetAsync(new ServiceAddress("p25", "backend", 80, "http://127.0.0.1:1"), "/", default);

        Assert.False(answer.Serves);
        Assert.Equal(0, answer.Status);
    }
}

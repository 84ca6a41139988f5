using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Pods;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Tests.Pods;

public class PodHttpTests
{
    [Fact]
    public async Task Get_GoesThroughTheProxyOfTheApiServer()
    {
        string path = "";
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            path = context.Request.Path + context.Request.QueryString;
            return context.Response.WriteAsync("up 1\n");
        });
        using ApiClient client = server.Client();

        PodAnswer answer = await new PodHttp(client).GetAsync(new PodAddress("shop", "web-1", 8080), "/metrics?x=1", default);

        Assert.Equal("/api/v1/namespaces/shop/pods/web-1:8080/proxy/metrics?x=1", path);
        Assert.Equal(new PodAnswer(200, "up 1\n", ""), answer);
    }

    [Fact]
    public async Task Get_PodThatDoesNotAnswer_IsAnAnswerWithTheReason()
    {
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("");
        });
        using ApiClient client = server.Client();

        PodAnswer answer = await new PodHttp(client).GetAsync(new PodAddress("shop", "web-1", 8080), "/metrics", default);

        Assert.Equal(404, answer.Status);
        Assert.NotEmpty(answer.Detail);
    }
}

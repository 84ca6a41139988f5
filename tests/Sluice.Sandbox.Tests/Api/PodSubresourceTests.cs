using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Api;

public sealed class PodSubresourceTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Proxy_Pod_PassesMethodPathQueryAndAnswerOn()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        await using var pod = builder.Build();
        pod.Run(async http =>
        {
            http.Response.StatusCode = 418;
            http.Response.Headers["X-Seen"] = $"{http.Request.Method} {http.Request.Path.Value}{http.Request.QueryString} {http.Request.Headers.Authorization.Count}";
            await http.Request.Body.CopyToAsync(http.Response.Body);
        });
        await pod.StartAsync();
        int port = new Uri(pod.Urls.First()).Port;
        Pod("proxied", new JsonObject { ["podIP"] = "127.0.0.1" });

        using var answer = await api.Client.PostAsync($"/api/v1/namespaces/n/pods/proxied:{port}/proxy/a%20b/100%25?d=e", new StringContent("hello"));
        Assert.Equal((418, "hello"), ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("POST /a b/100%?d=e 0", answer.Headers.GetValues("X-Seen").Single());
    }

    [Fact]
    public async Task Log_OnlyContainer_IsFoundAndStreamed()
    {
        Pod("logged", []);
        Assert.Equal("n/logged/c tail=3 timestamps=True\n", await api.Client.GetStringAsync("/api/v1/namespaces/n/pods/logged/log?tailLines=3&timestamps=true"));
    }

    [Theory]
    [InlineData("?container=other", "container other is not valid for pod refused")]
    [InlineData("?previous=true", "no previous run")]
    [InlineData("?tailLines=-1", "invalid query parameter tailLines=-1")]
    public async Task Log_ThatCannotBe_SaysWhy(string query, string message)
    {
        Pod("refused", []);
        var (code, status, _) = await api.SendAsync("GET", "/api/v1/namespaces/n/pods/refused/log" + query);
        Assert.Equal(400, code);
        Assert.Contains(message, status.Text("message"), StringComparison.Ordinal);
    }

    private void Pod(string name, JsonObject status) => api.Store.Create(new ResourceKey("pods", "n", name), new JsonObject
    {
        ["kind"] = "Pod",
        ["apiVersion"] = "v1",
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "i:1" }) },
        ["status"] = status,
    });
}

using System.Net;
using System.Text.Json;

namespace Samples.PcBench.Tests;

/// <summary>The three services together, as real processes.</summary>
public class ChainTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Score_ThroughAllThree_NamesRevisionsAndKeepsTheTrace()
    {
        await using var ml = await ServiceProcess.StartAsync("MlService", ("POD_REVISION", "m1"));
        await using var backend = await ServiceProcess.StartAsync("Backend", ("POD_REVISION", "b1"), ("ML_SERVICE_URL", ml.Url.ToString()));
        await using var frontend = await ServiceProcess.StartAsync("Frontend", ("POD_REVISION", "f1"), ("BACKEND_URL", backend.Url.ToString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/score?cpu=aster-6");
        request.Headers.Add("traceparent", $"00-{TraceId}-b7ad6b7169203331-01");

        using var response = await frontend.Client.SendAsync(request);
        using var reply = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("f1", Assert.Single(response.Headers.GetValues("X-Revision")));
        Assert.Equal("frontend", Assert.Single(response.Headers.GetValues("X-Service")));
        Assert.Equal("b1", reply.RootElement.GetProperty("servedBy").GetProperty("revision").GetString());
        Assert.Equal("m1", reply.RootElement.GetProperty("predictedBy").GetProperty("revision").GetString());
        Assert.InRange(reply.RootElement.GetProperty("predicted").GetInt32(), 4000, 6000);
        foreach (var service in new[] { frontend, backend, ml })
        {
            var line = await service.LogLineAsync(message => message.StartsWith("GET ", StringComparison.Ordinal));
            Assert.Equal(TraceId, line.GetProperty("traceId").GetString());
            Assert.NotEqual("b7ad6b7169203331", line.GetProperty("spanId").GetString());
        }

        var page = await frontend.Client.GetStringAsync("/");
        Assert.Contains("<title>PcBench</title>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_MlServiceDown_502WithTheReason()
    {
        await using var backend = await ServiceProcess.StartAsync("Backend", ("ML_SERVICE_URL", "http://127.0.0.1:1"));
        await using var frontend = await ServiceProcess.StartAsync("Frontend", ("BACKEND_URL", backend.Url.ToString()));

        using var response = await frontend.Client.GetAsync("/api/score?cpu=aster-6");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("ml-service at http://127.0.0.1:1 cannot be reached", body, StringComparison.Ordinal);
        using var ready = await backend.Client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task Score_MlServiceTooSlow_502NamesTheLimit()
    {
        await using var ml = await ServiceProcess.StartAsync("MlService", ("FAULT_LATENCY_MS", "60000"));
        await using var backend = await ServiceProcess.StartAsync("Backend", ("ML_SERVICE_URL", ml.Url.ToString()));

        using var response = await backend.Client.GetAsync("/api/score?cpu=aster-6");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("did not answer within 2 s", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/score", HttpStatusCode.BadRequest)]
    [InlineData("/api/score?cpu=none", HttpStatusCode.NotFound)]
    public async Task Score_WrongCpu_NamesTheKnownOnes(string path, HttpStatusCode expected)
    {
        await using var backend = await ServiceProcess.StartAsync("Backend");

        using var response = await backend.Client.GetAsync(path);

        Assert.Equal(expected, response.StatusCode);
        Assert.Contains("aster-4, aster-6", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}

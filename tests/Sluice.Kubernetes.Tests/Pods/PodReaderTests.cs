using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Pods;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;
using Sluice.Rollouts.Metrics;

namespace Sluice.Kubernetes.Tests.Pods;

public class PodReaderTests
{
    private const string Pods = """
        {"items": [
          {"metadata": {"name": "web-1", "uid": "u1", "labels": {"sluice.dev/revision": "r1"}},
           "status": {"phase": "Running", "startTime": "2026-01-02T03:04:05Z", "conditions": [{"type": "Ready", "status": "True"}],
             "containerStatuses": [{"name": "web", "restartCount": 2, "lastState": {"terminated": {"reason": "OOMKilled", "exitCode": 137}}}],
             "initContainerStatuses": [{"name": "init", "restartCount": 9}]}},
          {"metadata": {"name": "web-2", "deletionTimestamp": "2026-01-02T03:04:05Z"}}]}
        """;

    [Fact]
    public async Task Read_Service_GivesTheLivingPodsOfItsSelector()
    {
        string query = "";
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            bool isService = context.Request.Path.Value!.EndsWith("/services/web", StringComparison.Ordinal);
            query = isService ? "" : context.Request.Query["labelSelector"].ToString();
            return context.Response.WriteAsync(isService ? """{"spec": {"selector": {"app": "web", "tier": "x"}}}""" : Pods);
        });
        using ApiClient client = server.Client();

        PodFacts pod = Assert.Single((await new PodReader(client).ReadAsync("shop", "web", default)).Value!);

        Assert.Equal("app=web,tier=x", query);
        Assert.Equal(("web-1", "u1", "r1", true), (pod.Name, pod.Uid, pod.Revision, pod.Ready));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), pod.Started);
        Assert.Equal(new ContainerFacts("web", 2, true), Assert.Single(pod.Containers));
    }

    [Fact]
    public async Task Read_ServiceWithoutSelector_IsInvalid()
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("""{"spec": {}}"""));
        using ApiClient client = server.Client();

        Assert.Equal(ClusterProblemKind.Invalid, Assert.Single((await new PodReader(client).ReadAsync("shop", "web", default)).Problems).Kind);
    }
}

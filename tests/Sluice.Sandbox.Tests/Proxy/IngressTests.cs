using System.Net;
using System.Net.Sockets;

namespace Sluice.Sandbox.Tests.Proxy;

public sealed class IngressTests
{
    private const string Shop = "shop.example / Prefix";

    [Theory]
    [InlineData("shop.example", "/", "root")]
    [InlineData("SHOP.example", "/", "root")]
    [InlineData("shop.example", "/api", "api")]
    [InlineData("shop.example", "/api/", "api")]
    [InlineData("shop.example", "/api/v1", "api")]
    [InlineData("shop.example", "/apiary", "root")]
    [InlineData("shop.example", "/api/v2/x", "v2")]
    [InlineData("shop.example", "/api/health", "health")]
    [InlineData("shop.example", "/api/health/", "api")]
    [InlineData("a.wild.example", "/", "wild")]
    [InlineData("b.a.wild.example", "/", "any")]
    [InlineData("wild.example", "/", "any")]
    [InlineData("named.wild.example", "/", "named")]
    [InlineData("other.example", "/", "any")]
    public async Task HostAndPath_SeveralMatch_TheMostParticularLeads(string host, string path, string service)
    {
        await using var outside = await Outside.StartAsync();
        string[] rules =
        [
            "* / Prefix any", "shop.example / ImplementationSpecific root", "shop.example /api/ Prefix api", "shop.example /api/v2 Prefix v2",
            "shop.example /api/health Exact health", "*.wild.example / Prefix wild", "named.wild.example / Prefix named",
        ];
        foreach (string rule in rules)
        {
            await outside.ServeAsync(rule.Split(' ')[3]);
            outside.PutIngress(rule.Split(' ')[3], rule);
        }

        var answer = await outside.GetAsync(host, path);

        Assert.Equal((200, service), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task NoMatch_Is404AndSaysWhatToType()
    {
        await using var outside = await Outside.StartAsync();
        outside.PutIngress("shop", $"{Shop} web");

        var (status, body, _) = await outside.GetAsync("elsewhere.example");

        Assert.Equal(404, status);
        Assert.Contains("\"elsewhere.example\"", body, StringComparison.Ordinal);
        Assert.Contains("kubectl get ingress,httproute -A", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DefaultBackend_TakesWhatNothingElseIsFor()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        await outside.ServeAsync("rest");
        outside.PutIngress("shop", $"{Shop} web");
        outside.Put("ingresses.networking.k8s.io", "rest", """{"spec":{"defaultBackend":{"service":{"name":"rest","port":{"number":80}}}}}""");

        Assert.Equal("web", (await outside.GetAsync("shop.example")).Body);
        Assert.Equal("rest", (await outside.GetAsync("elsewhere.example", "/x")).Body);
    }

    [Theory]
    [InlineData("absent", "no service \"absent\" in namespace \"n\"")]
    [InlineData("idle", "has no ready endpoints")]
    public async Task Backend_NobodyReady_Is503WithTheReason(string service, string reason)
    {
        await using var outside = await Outside.StartAsync();
        outside.Declare("idle");
        outside.PutIngress("shop", $"{Shop} {service}");

        var (status, body, _) = await outside.GetAsync("shop.example");

        Assert.Equal(503, status);
        Assert.Contains(reason, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ReachesThePodWithPathQueryBodyAndWhereItCameFrom()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutIngress("shop", $"{Shop} web");
        using var body = new StringContent("body");

        var answer = await outside.GetAsync("shop.example", "/echo/a%2Fb?q=c%20d", HttpMethod.Post, body: body);

        Assert.Equal(200, answer.Status);
        Assert.Matches(@"^shop\.example /echo/a%2Fb\?q=c%20d shop\.example http 127\.[0-9.]+ body$", answer.Body);
    }

    [Fact]
    public async Task Answer_NamesTheRevisionUnlessTheServiceDoes()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutIngress("shop", $"{Shop} web");

        Assert.Equal("r-web", (await outside.GetAsync("shop.example")).Revision);
        Assert.Equal("own", (await outside.GetAsync("shop.example", "/own-revision")).Revision);
    }

    [Fact]
    public async Task Pods_TakeTurns_AlsoThoseOfACanary()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web", pods: 2);
        await outside.ServeAsync("web-candidate", pods: 2);
        outside.PutIngress("shop", $"{Shop} web");
        outside.PutCanary("shop-canary", $"{Shop} web-candidate", 50);

        var pods = new Dictionary<string, int>();
        for (int i = 0; i < 40; i++)
        {
            string pod = (await outside.GetAsync("shop.example", "/pod")).Body;
            pods[pod] = pods.GetValueOrDefault(pod) + 1;
        }

        Assert.Equal(["web-0:10", "web-1:10", "web-candidate-0:10", "web-candidate-1:10"], pods.Select(p => $"{p.Key}:{p.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Canary_AnyWeight_GetsItsShareWithinOneRequest()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        await outside.ServeAsync("web-candidate");
        outside.PutIngress("shop", $"{Shop} web");
        foreach (int weight in (int[])[0, 10, 50, 100])
        {
            outside.PutCanary("shop-canary", $"{Shop} web-candidate", weight);

            var shares = await outside.SharesAsync("shop.example", 1000);

            Assert.InRange(shares.GetValueOrDefault("web-candidate"), (weight * 10) - 1, (weight * 10) + 1);
            Assert.Equal(1000, shares.GetValueOrDefault("web") + shares.GetValueOrDefault("web-candidate"));
            Assert.True(weight is not (0 or 100) || shares.Count == 1);
        }
    }

    [Fact]
    public async Task Canary_TotalOfItsOwn_IsWhatTheWeightIsOf()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        await outside.ServeAsync("web-candidate");
        outside.PutIngress("shop", $"{Shop} web");
        outside.PutCanary("shop-canary", $"{Shop} web-candidate", 1, ""","nginx.ingress.kubernetes.io/canary-weight-total":"1000" """);

        Assert.Equal(1, (await outside.SharesAsync("shop.example", 1000))["web-candidate"]);
    }

    [Fact]
    public async Task Canary_StatusIsWrittenMeanwhile_TurnsGoOn()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        await outside.ServeAsync("web-candidate");
        outside.PutIngress("shop", $"{Shop} web");
        outside.PutCanary("shop-canary", $"{Shop} web-candidate", 10);
        int canary = 0;
        for (int i = 0; i < 40; i++)
        {
            var ingress = outside.Store.Get(new("ingresses.networking.k8s.io", "n", "shop"))!.DeepClone().AsObject();
            ingress["status"] = new System.Text.Json.Nodes.JsonObject { ["write"] = i };
            outside.Store.Update(new("ingresses.networking.k8s.io", "n", "shop"), ingress);
            canary += (await outside.GetAsync("shop.example")).Body == "web-candidate" ? 1 : 0;
        }

        Assert.Equal(4, canary);
    }

    [Theory]
    [InlineData("other.example / Prefix")]
    [InlineData("shop.example /x Prefix")]
    [InlineData("shop.example / Exact")]
    public async Task Canary_OfAnotherHostOrPath_GetsNothing(string rule)
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        await outside.ServeAsync("web-candidate");
        outside.PutIngress("shop", $"{Shop} web");
        outside.PutCanary("shop-canary", $"{rule} web-candidate", 100);

        Assert.Equal("web", (await outside.GetAsync("shop.example")).Body);
        Assert.Equal(404, (await outside.GetAsync("other.example")).Status);
    }

    [Fact]
    public async Task Canary_SecondOfTheSamePlace_IsPassedOver()
    {
        await using var outside = await Outside.StartAsync();
        foreach (string service in (string[])["web", "one", "two"])
        {
            await outside.ServeAsync(service);
        }

        outside.PutIngress("shop", $"{Shop} web");
        outside.PutCanary("canary-a", $"{Shop} one", 50);
        outside.PutCanary("canary-b", $"{Shop} two", 50);

        Assert.Equal(["one", "web"], (await outside.SharesAsync("shop.example", 20)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Canary_NoReadyEndpoints_LeavesItsPartToTheMainOne()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.Declare("web-candidate");
        outside.PutIngress("shop", $"{Shop} web");
        outside.PutCanary("shop-canary", $"{Shop} web-candidate", 100);

        Assert.Equal((200, "web", "r-web"), await outside.GetAsync("shop.example"));
    }

    [Fact]
    public async Task DeadPod_IsPassedOverAndCounted()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.AddDeadEndpoint("web", Unused());
        outside.PutIngress("shop", $"{Shop} web");

        for (int i = 0; i < 10; i++)
        {
            using var body = new StringContent("body");
            Assert.Equal(200, (await outside.GetAsync("shop.example", "/echo/x", HttpMethod.Post, body: body)).Status);
        }

        await outside.CountedAsync("sluice_sandbox_pod_failures_total{via=\"ingress\",namespace=\"n\",service=\"web\",revision=\"\"");
    }

    [Fact]
    public async Task AllPodsDead_Is502WithTheAddress()
    {
        await using var outside = await Outside.StartAsync();
        outside.Declare("web", Unused());
        outside.PutIngress("shop", $"{Shop} web");

        var (status, body, _) = await outside.GetAsync("shop.example");

        Assert.Equal(502, status);
        Assert.Contains("service \"web\" in namespace \"n\" at 127.0.0.1:", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counters_TellRevisionsClassesAndConnectionsApart()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutIngress("shop", $"{Shop} web");

        await outside.GetAsync("shop.example");
        await outside.GetAsync("shop.example");
        await outside.GetAsync("shop.example", "/fails");
        await outside.GetAsync("elsewhere.example");

        const string web = "via=\"ingress\",namespace=\"n\",service=\"app\",revision=\"r-web\"";
        await outside.CountedAsync($"sluice_sandbox_requests_total{{{web},connection=\"fresh\",code=\"2xx\"}} 1");
        await outside.CountedAsync($"sluice_sandbox_requests_total{{{web},connection=\"kept\",code=\"2xx\"}} 1");
        await outside.CountedAsync($"sluice_sandbox_requests_total{{{web},connection=\"kept\",code=\"5xx\"}} 1");
        await outside.CountedAsync("sluice_sandbox_requests_total{via=\"none\",namespace=\"\",service=\"\",revision=\"\",connection=\"kept\",code=\"4xx\"} 1");
        await outside.CountedAsync($"sluice_sandbox_request_duration_seconds_bucket{{{web},connection=\"kept\",le=\"+Inf\"}} 2");
        await outside.CountedAsync($"sluice_sandbox_request_duration_seconds_count{{{web},connection=\"kept\"}} 2");
        await outside.CountedAsync("# TYPE sluice_sandbox_request_duration_seconds histogram");
    }

    [Fact]
    public async Task Counters_PodEndsInMidAnswer_HalfAnAnswerIsNoneAndCountedAsSuch()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutIngress("shop", $"{Shop} web");

        await outside.BreakOffAsync("shop.example");

        const string web = "via=\"ingress\",namespace=\"n\",service=\"app\",revision=\"r-web\",connection=\"fresh\"";
        await outside.CountedAsync($"sluice_sandbox_requests_total{{{web},code=\"broken-off\"}} 1");
        await outside.CountedAsync($"sluice_sandbox_pod_failures_total{{{web}}} 1");
    }

    private static IPEndPoint Unused()
    {
        // Taken and given back: nobody listens there.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}

namespace Sluice.Sandbox.Tests.Proxy;

public sealed class RouteTests
{
    private const string Host = "shop.example";

    [Theory]
    [InlineData("/", "GET", null, "root")]
    [InlineData("/api", "GET", null, "api")]
    [InlineData("/api/x", "GET", null, "api")]
    [InlineData("/apiary", "GET", null, "root")]
    [InlineData("/api/health", "GET", null, "exact")]
    [InlineData("/api", "POST", null, "post")]
    [InlineData("/api", "POST", "x-tenant=blue", "post")]
    [InlineData("/api", "GET", "x-tenant=blue", "blue")]
    [InlineData("/api", "GET", "x-tenant=bluer", "api")]
    [InlineData("/api?debug=1", "GET", null, "debug")]
    public async Task Matches_SeveralFit_TheMostParticularLeads(string path, string method, string? header, string service)
    {
        await using var outside = await Outside.StartAsync();
        foreach (string one in (string[])["root", "api", "exact", "post", "blue", "debug"])
        {
            await outside.ServeAsync(one);
        }

        outside.PutRoute("shop", Host, string.Join(',',
            Rule("root", """{"path":{"type":"PathPrefix","value":"/"}}"""),
            Rule("api", """{"path":{"type":"PathPrefix","value":"/api"}}"""),
            Rule("exact", """{"path":{"type":"Exact","value":"/api/health"}}"""),
            Rule("post", """{"path":{"type":"PathPrefix","value":"/api"},"method":"POST"}"""),
            Rule("blue", """{"path":{"type":"PathPrefix","value":"/api"},"headers":[{"name":"X-Tenant","value":"blue"}]}"""),
            Rule("debug", """{"path":{"type":"PathPrefix","value":"/api"},"queryParams":[{"name":"debug","value":"1"}]}""")));

        var answer = await outside.GetAsync(Host, path, new HttpMethod(method), header);

        Assert.Equal((200, $"r-{service}"), (answer.Status, answer.Revision));
    }

    [Theory]
    [InlineData("*.example", "a.b.example", 200)]
    [InlineData("*.example", "example", 404)]
    [InlineData("shop.example", "shop.example", 200)]
    [InlineData("shop.example", "other.example", 404)]
    public async Task Hostname_Wildcard_StandsForOneLabelOrMore(string hostname, string host, int status)
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutRoute("shop", hostname, Rule("web", "{}"));

        Assert.Equal(status, (await outside.GetAsync(host)).Status);
    }

    [Fact]
    public async Task Weights_ThreeBackends_GetTheirSharesWithinOneRequest()
    {
        await using var outside = await Outside.StartAsync();
        foreach (string service in (string[])["a", "b", "c", "none"])
        {
            await outside.ServeAsync(service);
        }

        outside.PutRoute("shop", Host, """{"backendRefs":[{"name":"a","port":80,"weight":70},{"name":"b","port":80,"weight":25},{"name":"c","port":80,"weight":5},{"name":"none","port":80,"weight":0}]}""");

        var shares = await outside.SharesAsync(Host, 1000);

        Assert.Equal(["a:700", "b:250", "c:50"], shares.Select(s => $"{s.Key}:{s.Value}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{"backendRefs":[{"name":"web","port":80,"weight":0}]}""", 500, "has no backend with a weight above 0")]
    [InlineData("{}", 500, "has no backend with a weight above 0")]
    [InlineData("""{"backendRefs":[{"name":"absent","port":80}]}""", 500, "no service \"absent\"")]
    [InlineData("""{"backendRefs":[{"name":"web","port":81}]}""", 500, "has no port 81; it has 80")]
    [InlineData("""{"backendRefs":[{"name":"web","port":80,"namespace":"other"}]}""", 500, "ReferenceGrant")]
    [InlineData("""{"backendRefs":[{"name":"bucket","kind":"Bucket","group":"example.com"}]}""", 500, "the sandbox serves Services")]
    [InlineData("""{"backendRefs":[{"name":"idle","port":80}]}""", 503, "has no ready endpoints")]
    [InlineData("""{"filters":[{"type":"RequestRedirect"}],"backendRefs":[{"name":"web","port":80}]}""", 404, "no HTTPRoute leads")]
    [InlineData("""{"matches":[{"path":{"type":"RegularExpression","value":"/.*"}}],"backendRefs":[{"name":"web","port":80}]}""", 404, "no HTTPRoute leads")]
    public async Task Rule_CannotBeServed_IsRefusedWithTheReason(string rule, int status, string reason)
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.Declare("idle");
        outside.PutRoute("shop", Host, rule);

        var answer = await outside.GetAsync(Host);

        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvalidBackend_GetsItsShareOfErrors()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutRoute("shop", Host, """{"backendRefs":[{"name":"web","port":80,"weight":3},{"name":"absent","port":80,"weight":1}]}""");

        Assert.Equal(15, (await outside.SharesAsync(Host, 20))["web"]);
    }

    [Fact]
    public async Task NoGatewayParent_IsNotServed()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutRoute("mesh", Host, Rule("web", "{}"), parent: """{"name":"web","kind":"Service","group":""}""");

        Assert.Equal(404, (await outside.GetAsync(Host)).Status);
    }

    [Fact]
    public async Task IngressOfTheSamePlace_TheOneThatSharesTrafficDecides()
    {
        await using var outside = await Outside.StartAsync();
        foreach (string service in (string[])["web", "by-route", "by-canary"])
        {
            await outside.ServeAsync(service);
        }

        outside.PutIngress("shop", $"{Host} / Prefix web");
        outside.PutRoute("shop", Host, """{"backendRefs":[{"name":"web","port":80,"weight":50},{"name":"by-route","port":80,"weight":50}]}""");
        Assert.Equal(["by-route", "web"], (await outside.SharesAsync(Host, 10)).Keys.Order(StringComparer.Ordinal));

        outside.PutCanary("shop-canary", $"{Host} / Prefix by-canary", 50);
        Assert.Equal(["by-canary", "web"], (await outside.SharesAsync(Host, 10)).Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Counters_NameTheRoute()
    {
        await using var outside = await Outside.StartAsync();
        await outside.ServeAsync("web");
        outside.PutRoute("shop", Host, Rule("web", "{}"));

        await outside.GetAsync(Host);

        await outside.CountedAsync("via=\"route\",namespace=\"n\",service=\"app\",revision=\"r-web\",connection=\"fresh\",code=\"2xx\"} 1");
    }

    private static string Rule(string service, string match) => $$"""{"matches":[{{match}}],"backendRefs":[{"name":"{{service}}","port":80}]}""";
}

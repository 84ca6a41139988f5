using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Serilog.Core;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Proxy.WaysIn;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Proxy;

/// <summary>The way in from outside over real sockets, with small web servers for pods.</summary>
internal sealed class Outside : IAsyncDisposable
{
    private readonly List<WebApplication> _pods = [];
    private readonly IngressPart _part;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null });

    private Outside() => _part = new IngressPart(
        new SandboxContext { Home = "/", Addresses = new AddressBlock(12), Store = Store, Time = TimeProvider.System, Log = Logger.None }, new Traffic(), 0, 0);

    public ObjectStore Store { get; } = new(TimeProvider.System);

    public Uri Url => _part.Url;

    public static async Task<Outside> StartAsync()
    {
        var outside = new Outside();
        await outside._part.StartAsync(default);
        return outside;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _part.StopAsync(default);
        _part.Dispose();
        foreach (var pod in _pods)
        {
            await pod.DisposeAsync();
        }

        Store.Dispose();
    }

    public void Put(string resource, string name, string json, string ns = "n")
    {
        var key = new ResourceKey(resource, ns, name);
        var value = JsonNode.Parse(json)!.AsObject();
        if (Store.Create(key, value).Outcome == StoreOutcome.AlreadyExists)
        {
            Assert.Equal(StoreOutcome.Done, Store.Update(key, value).Outcome);
        }
    }

    /// <summary>A Service with port 80, named http, and pods of its own name that answer with it.</summary>
    public async Task ServeAsync(string service, int pods = 1, string ns = "n")
    {
        Put("services", service, """{"spec":{"ports":[{"name":"http","port":80}]}}""", ns);
        var subsets = new List<string>();
        for (int i = 0; i < pods; i++)
        {
            string pod = $"{service}-{i}";
            var endpoint = await PodAsync(service, pod);
            Put("pods", pod, $$$"""{"metadata":{"labels":{"sluice.dev/service":"app","sluice.dev/revision":"r-{{{service}}}"} } }""", ns);
            subsets.Add(Subset(pod, endpoint));
        }

        SetEndpoints(service, ns, subsets);
    }

    /// <summary>A Service without ready endpoints, or with one that nobody listens on.</summary>
    public void Declare(string service, IPEndPoint? dead = null)
    {
        Put("services", service, """{"spec":{"ports":[{"name":"http","port":80}]}}""");
        SetEndpoints(service, "n", dead is null ? [] : [Subset("dead", dead)]);
    }

    public void AddDeadEndpoint(string service, IPEndPoint dead)
    {
        var endpoints = Store.Get(new ResourceKey("endpoints", "n", service))!.DeepClone().AsObject();
        endpoints["subsets"]!.AsArray().Add(JsonNode.Parse(Subset("dead", dead)));
        Store.Update(new ResourceKey("endpoints", "n", service), endpoints);
    }

    /// <summary>An Ingress with one rule, written as <c>host path type service</c>; the host <c>*</c> is any.</summary>
    public void PutIngress(string name, string rule, string annotations = "{}")
    {
        string[] parts = rule.Split(' ');
        string host = parts[0] == "*" ? "" : $"\"host\":\"{parts[0]}\",";
        Put("ingresses.networking.k8s.io", name, $$$"""
            {"metadata":{"annotations":{{{annotations}}}},
             "spec":{"rules":[ { {{{host}}}"http":{"paths":[{"path":"{{{parts[1]}}}","pathType":"{{{parts[2]}}}","backend":{"service":{"name":"{{{parts[3]}}}","port":{"name":"http"} } } }] } }] } }
            """);
    }

    public void PutCanary(string name, string rule, int weight, string more = "") => PutIngress(
        name, rule, $$"""{"nginx.ingress.kubernetes.io/canary":"true","nginx.ingress.kubernetes.io/canary-weight":"{{weight}}"{{more}}}""");

    /// <summary>An HTTPRoute for a host; rules as JSON.</summary>
    public void PutRoute(string name, string host, string rules, string parent = """{"name":"public","namespace":"gateway"}""") => Put(
        "httproutes.gateway.networking.k8s.io", name, $$$"""{"spec":{"parentRefs":[{{{parent}}}],"hostnames":["{{{host}}}"],"rules":[{{{rules}}}] } }""");

    public async Task<(int Status, string Body, string Revision)> GetAsync(string host, string path = "/", HttpMethod? method = null, string? header = null, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(Url, path)) { Content = body };
        request.Headers.Host = host;
        if (header?.Split('=') is [var name, var value])
        {
            request.Headers.Add(name, value);
        }

        using var response = await _client.SendAsync(request);
        string revision = response.Headers.TryGetValues("X-Revision", out var values) ? string.Join(',', values) : "";
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), revision);
    }

    /// <summary>Has a pod end in mid-answer; what has arrived by then must be seen to be less than it was to be.</summary>
    public async Task BreakOffAsync(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Url, "/half"));
        request.Headers.Host = host;
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[4]);
        await GetAsync(host, "/end");
        await Assert.ThrowsAnyAsync<IOException>(() => body.ReadExactlyAsync(new byte[96]).AsTask());
    }

    /// <summary>How often each Service answered.</summary>
    public async Task<IReadOnlyDictionary<string, int>> SharesAsync(string host, int requests)
    {
        var shares = new Dictionary<string, int>();
        for (int i = 0; i < requests; i++)
        {
            string body = (await GetAsync(host)).Body;
            shares[body] = shares.GetValueOrDefault(body) + 1;
        }

        return shares;
    }

    /// <summary>The counters hold this text, at once or, as a request is counted after its answer's last byte, in a moment.</summary>
    public async Task CountedAsync(string text)
    {
        string counters = "";
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(10); await Task.Delay(5))
        {
            counters = await _client.GetStringAsync(new Uri(_part.CountersUrl, "/metrics"));
            if (counters.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Contains(text, counters, StringComparison.Ordinal);
    }

    private static string Subset(string pod, IPEndPoint endpoint) => $$"""
        {"addresses":[{"ip":"{{endpoint.Address}}","targetRef":{"kind":"Pod","name":"{{pod}}"} }],"ports":[{"name":"http","port":{{endpoint.Port}} }]}
        """;

    private void SetEndpoints(string service, string ns, IReadOnlyList<string> subsets) =>
        Put("endpoints", service, $$"""{"subsets":[{{string.Join(',', subsets)}}]}""", ns);

    private async Task<IPEndPoint> PodAsync(string service, string pod)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var end = new TaskCompletionSource();
        app.MapGet("/own-revision", http =>
        {
            http.Response.Headers["X-Revision"] = "own";
            return Task.CompletedTask;
        });
        app.MapGet("/fails", () => Results.StatusCode(500));
        app.MapGet("/pod", () => pod);
        app.MapGet("/half", async http =>
        {
            http.Response.ContentLength = 100;
            await http.Response.WriteAsync("half");
            await http.Response.Body.FlushAsync();
            await end.Task;
            http.Abort();
        });
        app.MapGet("/end", () => end.TrySetResult());
        app.MapPost("/echo/{**rest}", async http =>
        {
            string body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            var headers = http.Request.Headers;
            await http.Response.WriteAsync($"{http.Request.Host} {http.Request.Path}{http.Request.QueryString} {headers["X-Forwarded-Host"]} {headers["X-Forwarded-Proto"]} {headers["X-Forwarded-For"]} {body}");
        });
        app.MapFallback(() => service);
        await app.StartAsync();
        _pods.Add(app);
        return IPEndPoint.Parse(new Uri(app.Urls.Single()).Authority);
    }
}

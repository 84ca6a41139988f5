using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Api.Writing;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Http;

/// <summary>pods/x/proxy and services/x/proxy: passes a request on to the pod, or to one of the service's ready endpoints.</summary>
internal sealed class ProxyEndpoint(IObjectStore store) : IDisposable
{
    /// <summary>Of this hop only (RFC 9110), or the API server's own business.</summary>
    private static readonly HashSet<string> Hop = new(StringComparer.OrdinalIgnoreCase)
        { "Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Host", "Authorization", "Content-Length" };

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false });

    public void Dispose() => _client.Dispose();

    public async Task HandleAsync(HttpContext http, ApiTarget target, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        string address = Address(target);
        string rest = RestAsWritten(http) ?? target.Rest;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), $"http://{address}{(rest.Length > 0 ? rest : "/")}{http.Request.QueryString}");
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
        }

        foreach (var header in http.Request.Headers.Where(h => !Hop.Contains(h.Key) && h.Key[0] != ':'))
        {
            if (!request.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(header.Key, header.Value.AsEnumerable());
            }
        }

        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
            http.Response.StatusCode = (int)response.StatusCode;
            foreach (var header in response.Headers.Concat(response.Content.Headers).Where(h => !Hop.Contains(h.Key)))
            {
                http.Response.Headers[header.Key] = header.Value.ToArray();
            }

            await response.Content.CopyToAsync(http.Response.Body, end.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (!http.Response.HasStarted)
        {
            string why = e.InnerException is SocketException socket ? socket.Message : e.Message;
            throw new StatusException(503, "ServiceUnavailable", $"error trying to reach {target.Kind.Singular} {target.Name} at {address}: {why}");
        }
    }

    /// <summary>The path behind <c>/proxy</c> with its escapes untouched: what they mean is the pod's business.</summary>
    private static string? RestAsWritten(HttpContext http) =>
        http.Features.Get<IHttpRequestFeature>() is { RawTarget: { Length: > 0 } raw } ? ApiTarget.Parse(raw.Split('?')[0])?.Rest : null;

    private string Address(ApiTarget target)
    {
        // name, name:port or scheme:name:port
        string[] parts = target.Name!.Split(':');
        string name = parts.Length > 2 ? parts[1] : parts[0];
        string port = parts.Length > 1 ? parts[^1] : "";
        var named = target with { Name = name };
        var value = store.Get(ObjectWriter.Key(named)) ?? throw StatusException.NotFound(target.Kind, name);
        return target.Kind.Kind == "Pod" ? PodAddress(value, port) : EndpointAddress(value, port);
    }

    private static string PodAddress(JsonObject pod, string port)
    {
        string ip = pod.Text("status", "podIP");
        var ports = pod.Items("spec", "containers").SelectMany(c => c.Items("ports")).ToList();
        string number = ports.FirstOrDefault(p => port.Length == 0 || p.Text("name") == port)?.Number("containerPort")?.ToString(CultureInfo.InvariantCulture) ?? (port.Length > 0 ? port : "80");
        return ip.Length > 0 ? $"{ip}:{number}" : throw new StatusException(503, "ServiceUnavailable", $"pod {pod.Name()} has no address yet");
    }

    private string EndpointAddress(JsonObject service, string port)
    {
        var wanted = service.Items("spec", "ports").FirstOrDefault(p => port.Length == 0 || p.Text("name") == port || $"{p.Number("port")}" == port)
            ?? throw new StatusException(503, "ServiceUnavailable", $"service {service.Name()} has no port \"{port}\"; it has: {string.Join(", ", service.Items("spec", "ports").Select(p => $"{p.Text("name")} {p.Number("port")}"))}");
        var endpoints = store.Get(new ResourceKey("endpoints", service.Namespace(), service.Name()));
        foreach (var subset in endpoints.Items("subsets"))
        {
            var address = subset.Items("addresses").FirstOrDefault();
            var there = subset.Items("ports").FirstOrDefault(p => p.Text("name") == wanted.Text("name"));
            if (address is not null && there is not null)
            {
                return $"{address.Text("ip")}:{there.Number("port")}";
            }
        }

        throw new StatusException(503, "ServiceUnavailable", $"no endpoints available for service \"{service.Name()}\"");
    }
}

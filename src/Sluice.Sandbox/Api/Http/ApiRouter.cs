using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Discovery;

namespace Sluice.Sandbox.Api.Http;

/// <summary>From request to endpoint, with the token checked and every refusal written as a Status.</summary>
internal sealed class ApiRouter(ResourceEndpoint resources, LogEndpoint logs, ProxyEndpoint proxy, string token, Serilog.ILogger log, CancellationToken stopping)
{
    private static readonly HashSet<string> Open = ["/healthz", "/readyz", "/livez", "/version"];

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            await RouteAsync(http).ConfigureAwait(false);
        }
        catch (StatusException e) when (!http.Response.HasStarted)
        {
            await http.WriteStatusAsync(e).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client left, or the sandbox stops.
        }
        catch (Exception e) when (e is not OutOfMemoryException && !http.Response.HasStarted)
        {
            log.Error(e, "{Method} {Path} failed", http.Request.Method, http.Request.Path.Value);
            await http.WriteStatusAsync(new StatusException(500, "InternalError", "Internal error occurred; the sandbox's log (sandbox.log in its home) tells more")).ConfigureAwait(false);
        }
    }

    private Task RouteAsync(HttpContext http)
    {
        string path = http.Request.Path.Value ?? "/";
        if (Open.Contains(path))
        {
            return path == "/version" ? http.WriteJsonAsync(200, DiscoveryDocuments.Version()) : http.Response.WriteAsync("ok", http.RequestAborted);
        }

        if (!BearerToken.Matches(http.Request, token))
        {
            throw new StatusException(401, "Unauthorized", "Unauthorized");
        }

        if (Document(http, path) is { } document)
        {
            return http.WriteJsonAsync(200, document);
        }

        var target = ApiTarget.Parse(path) ?? throw StatusException.NoSuchPath();
        return target.Subresource switch
        {
            "log" when target.Kind.Kind == "Pod" && http.Request.Method == "GET" => logs.HandleAsync(http, target, stopping),
            "proxy" when target.Kind.Kind is "Pod" or "Service" => proxy.HandleAsync(http, target, stopping),
            "" when target.Kind.IsReview => ReviewEndpoint.HandleAsync(http, target),
            _ => resources.HandleAsync(http, target, stopping),
        };
    }

    private static JsonNode? Document(HttpContext http, string path)
    {
        if (http.Request.Method != "GET")
        {
            return null;
        }

        bool aggregated = http.Request.Headers.Accept.ToString().Contains("v=v2;as=APIGroupDiscoveryList", StringComparison.Ordinal);
        if (aggregated && path.TrimEnd('/') is "/api" or "/apis")
        {
            http.Response.OnStarting(() =>
            {
                http.Response.ContentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
                return Task.CompletedTask;
            });
            return DiscoveryDocuments.Aggregated(core: path.TrimEnd('/') == "/api");
        }

        return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [] => new JsonObject { ["paths"] = new JsonArray("/api", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version") },
            ["api"] => DiscoveryDocuments.Core(),
            ["apis"] => DiscoveryDocuments.Groups(),
            ["api", var version] => DiscoveryDocuments.Resources("", version),
            ["apis", var group] => DiscoveryDocuments.Group(group),
            ["apis", var group, var version] => DiscoveryDocuments.Resources(group, version),
            ["openapi", "v3"] => OpenApiDocuments.Index(),
            ["openapi", "v3", .. var root] => OpenApiDocuments.Document(string.Join('/', root)),
            _ => null,
        };
    }
}

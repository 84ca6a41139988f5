using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>HTTPRoutes as ways in. Pure.</summary>
internal static class RouteWays
{
    /// <summary>A route counts when it names a Gateway, be there one or not, and asks for nothing that is not served here.</summary>
    public static IEnumerable<WayIn> Of(IEnumerable<JsonObject> routes) =>
        from route in routes
        where !route.IsDeleting() && GatewayParents(route).Any() && Unsupported(route).Count == 0
        from rule in route.Objects("spec", "rules")
        let backends = rule.Objects("backendRefs").Select(b => BackendOf(route, b)).ToList()
        from host in route.Texts("spec", "hostnames") is { Count: > 0 } hosts ? hosts : [""]
        from match in rule.Objects("matches").ToList() is { Count: > 0 } matches ? matches : [[]]
        select new WayIn
        {
            Source = new WaySource("HTTPRoute", route.Namespace(), route.Name(), route.Created()),
            Host = new HostPattern(host, IsDeep: true),
            Path = new PathPattern(match.Text("path", "value") ?? "/", match.Text("path", "type") == "Exact"),
            Method = match.Text("method"),
            Headers = Pairs(match.Objects("headers"), StringComparer.OrdinalIgnoreCase),
            Query = Pairs(match.Objects("queryParams"), StringComparer.Ordinal),
            Backends = backends,
        };

    /// <summary>The Gateways that a route wants to be attached to.</summary>
    public static IEnumerable<JsonObject> GatewayParents(JsonObject route) =>
        route.Objects("spec", "parentRefs").Where(p => (p.Text("kind") ?? "Gateway") == "Gateway");

    /// <summary>What a route asks for and the sandbox does not do; a route that is not understood as a whole is not served.</summary>
    public static IReadOnlyList<string> Unsupported(JsonObject route) =>
    [
        .. from indexed in route.Objects("spec", "rules").Select((rule, i) => (Rule: rule, At: $"spec.rules[{i}]"))
           from what in UnsupportedBy(indexed.Rule)
           select $"{indexed.At}: {what}",
    ];

    /// <summary>Why nothing can be sent to a backend of a route, with the Gateway API's word for it.</summary>
    public static (string Reason, string Message)? BackendProblem(JsonObject route, JsonObject backend)
    {
        string name = backend.Text("name") ?? "";
        if ((backend.Text("kind") ?? "Service") != "Service" || (backend.Text("group") ?? "").Length > 0)
        {
            return ("InvalidKind", $"backend \"{name}\" is a {backend.Text("kind")}; the sandbox serves Services");
        }

        return backend.Text("namespace") is { } ns && ns != route.Namespace()
            ? ("RefNotPermitted", $"backend \"{name}\" is in namespace \"{ns}\"; the sandbox knows no ReferenceGrants, so a route reaches its own namespace only")
            : null;
    }

    /// <summary>The Service's port that a backend of a route names.</summary>
    public static ServicePort PortOf(JsonObject backend) => new(backend.Int("port"), null);

    private static IEnumerable<string> UnsupportedBy(JsonObject rule)
    {
        var matches = rule.Objects("matches").ToList();
        if (rule.Objects("filters").Concat(rule.Objects("backendRefs").SelectMany(b => b.Objects("filters"))).FirstOrDefault() is { } filter)
        {
            yield return $"the filter {filter.Text("type")} is not supported";
        }

        if (matches.Exists(m => m.Text("path", "type") == "RegularExpression" || m.Objects("headers").Concat(m.Objects("queryParams")).Any(v => v.Text("type") == "RegularExpression")))
        {
            yield return "regular expressions are not supported; use Exact or PathPrefix";
        }
    }

    private static Backend BackendOf(JsonObject route, JsonObject backend) =>
        new(route.Namespace(), backend.Text("name") ?? "", PortOf(backend), backend.Int("weight") ?? 1) { Problem = BackendProblem(route, backend)?.Message };

    private static Dictionary<string, string> Pairs(IEnumerable<JsonObject> values, StringComparer names)
    {
        // Of several entries with one name the first counts.
        var pairs = new Dictionary<string, string>(names);
        foreach (var value in values)
        {
            pairs.TryAdd(value.Text("name") ?? "", value.Text("value") ?? "");
        }

        return pairs;
    }
}

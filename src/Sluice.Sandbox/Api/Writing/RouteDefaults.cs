using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Defaults of the Gateway API, which its CRDs fill in elsewhere.</summary>
internal static class RouteDefaults
{
    private const string Group = "gateway.networking.k8s.io";

    public static void HttpRoute(JsonObject spec)
    {
        foreach (var parent in spec.Items("parentRefs"))
        {
            parent.Default("group", Group);
            parent.Default("kind", "Gateway");
        }

        foreach (var rule in spec.Items("rules"))
        {
            rule.Default("matches", new JsonArray(new JsonObject { ["path"] = new JsonObject { ["type"] = "PathPrefix", ["value"] = "/" } }));
            foreach (var match in rule.Items("matches"))
            {
                Match(match);
            }

            foreach (var backend in rule.Items("backendRefs"))
            {
                backend.Default("group", "");
                backend.Default("kind", "Service");
                backend.Default("weight", 1);
            }
        }
    }

    public static void Gateway(JsonObject spec)
    {
        foreach (var listener in spec.Items("listeners"))
        {
            listener.Child("allowedRoutes").Child("namespaces").Default("from", "Same");
            if (listener["tls"] is JsonObject tls)
            {
                tls.Default("mode", "Terminate");
                foreach (var certificate in tls.Items("certificateRefs"))
                {
                    certificate.Default("group", "");
                    certificate.Default("kind", "Secret");
                }
            }
        }
    }

    private static void Match(JsonObject match)
    {
        match.Child("path").Default("type", "PathPrefix");
        match.Child("path").Default("value", "/");
        foreach (var value in match.Items("headers").Concat(match.Items("queryParams")))
        {
            value.Default("type", "Exact");
        }
    }
}

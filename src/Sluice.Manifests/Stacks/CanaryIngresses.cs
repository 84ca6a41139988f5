using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Stacks;

/// <summary>Canary Ingresses of ingress-nginx. Pure.</summary>
public static class CanaryIngresses
{
    private const string Prefix = "nginx.ingress.kubernetes.io/";

    /// <summary>The few annotations that the controller reads from a canary; all others it takes from the first Ingress.</summary>
    private static readonly string[] s_kept = ["affinity", "session-cookie-", "upstream-hash-by", "load-balance"];

    /// <summary>One for each host and path that leads to the Service: the controller knows no more than one canary of each.</summary>
    /// <param name="ingress">The Ingress (networking.k8s.io/v1) as it was rendered.</param>
    /// <param name="service">The Service that it leads to.</param>
    /// <param name="weight">Percent for the candidate, 0–100.</param>
    /// <returns>In the order of the file; empty if nothing leads there.</returns>
    public static IReadOnlyList<ManifestObject> Of(ManifestObject ingress, ServicePointer service, int weight)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, 100);
        if (ingress.Kind != "Ingress" || ingress.Namespace != service.Rendered.Namespace)
        {
            return [];
        }

        return
        [
            .. from rule in ingress.Json.At("spec", "rules").Objects()
               from path in rule.At("http", "paths").Objects()
               where path.At("backend", "service", "name").Text() == service.Rendered.Name
               select Canary(ingress, service, rule["host"].Text() ?? "", path, weight),
        ];
    }

    private static ManifestObject Canary(ManifestObject ingress, ServicePointer service, string host, JsonObject path, int weight)
    {
        var mark = StackNames.Mark($"{host} {path["path"].Text()} {path["pathType"].Text()}");
        var json = new JsonObject
        {
            ["apiVersion"] = ingress.ApiVersion,
            ["kind"] = ingress.Kind,
            ["metadata"] = new JsonObject
            {
                ["name"] = StackNames.Join(ingress.Name, $"canary-{mark}"),
                ["namespace"] = ingress.Namespace,
                ["labels"] = new JsonObject { [Releases.SluiceLabels.Service] = service.Service },
                ["annotations"] = Annotations(ingress, weight),
            },
            ["spec"] = new JsonObject { ["rules"] = new JsonArray(Rule(host, path, service.Rendered.Name)) },
        };
        if (ingress.Json.At("spec", "ingressClassName") is { } name)
        {
            json["spec"]!["ingressClassName"] = name.DeepClone();
        }

        return ingress with { Json = json };
    }

    private static JsonObject Rule(string host, JsonObject path, string service)
    {
        var changed = (JsonObject)path.DeepClone();
        changed["backend"]!["service"]!["name"] = StackNames.Candidate(service);
        var rule = new JsonObject { ["http"] = new JsonObject { ["paths"] = new JsonArray(changed) } };
        if (host.Length > 0)
        {
            rule["host"] = host;
        }

        return rule;
    }

    private static JsonObject Annotations(ManifestObject ingress, int weight)
    {
        var all = new JsonObject
        {
            [Prefix + "canary"] = "true",
            [Prefix + "canary-weight"] = weight.ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (key, value) in ingress.Json.At("metadata", "annotations") as JsonObject ?? [])
        {
            if (key == "kubernetes.io/ingress.class" || s_kept.Any(name => key.StartsWith(Prefix + name, StringComparison.Ordinal)))
            {
                all[key] = value?.DeepClone();
            }
        }

        return all;
    }
}

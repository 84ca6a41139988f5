using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Versions;

/// <summary>
/// Ingresses of v1 name a backend's service as an object and require a path type; those of v1beta1 have two plain fields and a
/// path type that defaults to the controller's own rule.
/// </summary>
internal static class IngressForms
{
    public static void ToBeta(JsonObject value, List<string> obstacles) =>
        Convert(value, "defaultBackend", "backend", BackendToBeta, _ => { }, obstacles);

    public static void FromBeta(JsonObject value, List<string> obstacles) =>
        Convert(value, "backend", "defaultBackend", BackendFromBeta, path => path["pathType"] ??= "ImplementationSpecific", obstacles);

    private static void Convert(
        JsonObject value, string fallbackBefore, string fallbackAfter, Action<JsonObject, string, List<string>> backend, Action<JsonObject> path, List<string> obstacles)
    {
        if (value["spec"] is not JsonObject spec)
        {
            return;
        }

        if (spec[fallbackAfter] is not null)
        {
            obstacles.Add($"spec.{fallbackAfter}: no field of {value["apiVersion"].Text()}; it is called {fallbackBefore} there");
        }
        else if (spec[fallbackBefore] is JsonObject fallback)
        {
            backend(fallback, $"spec.{fallbackBefore}", obstacles);
            spec.Remove(fallbackBefore);
            spec[fallbackAfter] = fallback;
        }

        foreach (var (rule, i) in spec["rules"].Objects().Select((rule, i) => (rule, i)))
        {
            foreach (var (item, j) in rule.At("http", "paths").Objects().Select((item, j) => (item, j)))
            {
                path(item);
                if (item["backend"] is JsonObject target)
                {
                    backend(target, $"spec.rules[{i}].http.paths[{j}].backend", obstacles);
                }
            }
        }
    }

    private static void BackendToBeta(JsonObject backend, string at, List<string> obstacles)
    {
        Foreign(backend, at, "v1", obstacles, "serviceName", "servicePort");
        if (backend["service"] is not JsonObject service)
        {
            return;
        }

        backend.Remove("service");
        Move(service["name"], backend, "serviceName");
        Move(service.At("port", "number") ?? service.At("port", "name"), backend, "servicePort");
    }

    private static void BackendFromBeta(JsonObject backend, string at, List<string> obstacles)
    {
        Foreign(backend, at, "v1beta1", obstacles, "service");
        if (backend["serviceName"] is null && backend["servicePort"] is null)
        {
            return;
        }

        var service = new JsonObject();
        Move(backend["serviceName"], service, "name");
        if (backend["servicePort"] is { } port)
        {
            service["port"] = new JsonObject { [port.GetValueKind() == JsonValueKind.Number ? "number" : "name"] = port.DeepClone() };
        }

        backend.Remove("serviceName");
        backend.Remove("servicePort");
        backend["service"] = service;
    }

    /// <summary>Fields of the other version in an object of this one are a mistake that a conversion must not paper over.</summary>
    private static void Foreign(JsonObject backend, string at, string version, List<string> obstacles, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (backend.ContainsKey(field))
            {
                obstacles.Add($"{at}.{field}: no field of an Ingress of {version}");
            }
        }
    }

    private static void Move(JsonNode? node, JsonObject to, string field)
    {
        if (node is not null)
        {
            to[field] = node.DeepClone();
        }
    }
}

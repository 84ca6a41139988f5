using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <content>Ways into and between services.</content>
internal sealed partial class Validation
{
    private void Ingress(JsonObject spec)
    {
        var rules = spec.Items("rules").ToList();
        if (rules.Count == 0 && spec["defaultBackend"] is null)
        {
            Invalid("spec", spec.ToJsonString(), "either `defaultBackend` or `rules` must be specified");
        }

        if (spec["defaultBackend"] is JsonObject fallback)
        {
            IngressBackend(fallback, "spec.defaultBackend");
        }

        for (int i = 0; i < rules.Count; i++)
        {
            HostName(rules[i].Text("host"), $"spec.rules[{i}].host");
            var paths = rules[i].Items("http", "paths").ToList();
            if (rules[i]["http"] is not null && paths.Count == 0)
            {
                Required($"spec.rules[{i}].http.paths", "");
            }

            for (int j = 0; j < paths.Count; j++)
            {
                IngressPath(paths[j], $"spec.rules[{i}].http.paths[{j}]");
            }
        }
    }

    private void IngressPath(JsonObject path, string at)
    {
        string type = path.Text("pathType");
        if (type.Length == 0)
        {
            Required($"{at}.pathType", "pathType must be specified");
        }
        else if (type is not ("Exact" or "Prefix" or "ImplementationSpecific"))
        {
            Unsupported($"{at}.pathType", type, "Exact", "ImplementationSpecific", "Prefix");
        }
        else if (type != "ImplementationSpecific" && !path.Text("path").StartsWith('/'))
        {
            Invalid($"{at}.path", path.Text("path"), "must be an absolute path");
        }

        IngressBackend(path["backend"] as JsonObject ?? [], $"{at}.backend");
    }

    private void IngressBackend(JsonObject backend, string at)
    {
        bool service = backend["service"] is not null;
        if (service == backend["resource"] is not null)
        {
            Required(at, "exactly one of service and resource is expected");
            return;
        }

        if (!service)
        {
            return;
        }

        if (backend.Text("service", "name").Length == 0)
        {
            Required($"{at}.service.name", "");
        }

        bool named = backend.Text("service", "port", "name").Length > 0;
        if (named == backend.At("service", "port", "number") is not null)
        {
            Required($"{at}.service.port.number", "port name or number is required, and not both");
        }

        Range(backend.At("service", "port", "number"), $"{at}.service.port.number", 1, 65535);
    }

    private void NetworkPolicy(JsonObject spec)
    {
        foreach (var (type, i) in (spec["policyTypes"] as JsonArray ?? []).Select((t, i) => (t?.ToString() ?? "", i)))
        {
            if (type is not ("Ingress" or "Egress"))
            {
                Unsupported($"spec.policyTypes[{i}]", type, "Egress", "Ingress");
            }
        }

        foreach (string direction in (ReadOnlySpan<string>)["ingress", "egress"])
        {
            var rules = spec.Items(direction).ToList();
            for (int i = 0; i < rules.Count; i++)
            {
                NetworkRule(rules[i], direction == "ingress" ? "from" : "to", $"spec.{direction}[{i}]");
            }
        }
    }

    private void NetworkRule(JsonObject rule, string peers, string at)
    {
        foreach (var (port, i) in rule.Items("ports").Select((p, i) => (p, i)))
        {
            TargetPort(port["port"], $"{at}.ports[{i}].port");
            Protocol(port, $"{at}.ports[{i}].protocol");
        }

        foreach (var (peer, i) in rule.Items(peers).Select((p, i) => (p, i)))
        {
            if (peer.Count == 0)
            {
                Required($"{at}.{peers}[{i}]", "must specify a peer");
            }
            else if (peer["ipBlock"] is JsonObject block)
            {
                if (peer.Count > 1)
                {
                    _causes.Add(new Http.StatusCause("FieldValueForbidden", $"{at}.{peers}[{i}]", "Forbidden: may not specify both ipBlock and another peer"));
                }

                if (!System.Net.IPNetwork.TryParse(block.Text("cidr"), out _))
                {
                    Invalid($"{at}.{peers}[{i}].ipBlock.cidr", block.Text("cidr"), "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
                }
            }
        }
    }

    private void Gateway(JsonObject spec)
    {
        if (spec.Text("gatewayClassName").Length == 0)
        {
            Required("spec.gatewayClassName", "");
        }

        var listeners = spec.Items("listeners").ToList();
        if (listeners.Count == 0)
        {
            Required("spec.listeners", "");
        }

        for (int i = 0; i < listeners.Count; i++)
        {
            foreach (string field in (ReadOnlySpan<string>)["name", "protocol"])
            {
                if (listeners[i].Text(field).Length == 0)
                {
                    Required($"spec.listeners[{i}].{field}", "");
                }
            }

            Range(listeners[i]["port"], $"spec.listeners[{i}].port", 1, 65535, required: true);
            HostName(listeners[i].Text("hostname"), $"spec.listeners[{i}].hostname");
        }

        Duplicates(listeners, "spec.listeners", l => l.Text("name"), ".name");
    }

    private void HttpRoute(JsonObject spec)
    {
        foreach (var (parent, i) in spec.Items("parentRefs").Select((p, i) => (p, i)))
        {
            if (parent.Text("name").Length == 0)
            {
                Required($"spec.parentRefs[{i}].name", "");
            }
        }

        foreach (var (host, i) in (spec["hostnames"] as JsonArray ?? []).Select((h, i) => (h?.ToString() ?? "", i)))
        {
            HostName(host, $"spec.hostnames[{i}]");
        }

        var rules = spec.Items("rules").ToList();
        for (int i = 0; i < rules.Count; i++)
        {
            foreach (var (match, j) in rules[i].Items("matches").Select((m, j) => (m, j)))
            {
                string at = $"spec.rules[{i}].matches[{j}].path";
                if (match.Text("path", "type") is not ("Exact" or "PathPrefix" or "RegularExpression") and var type)
                {
                    Unsupported($"{at}.type", type, "Exact", "PathPrefix", "RegularExpression");
                }
                else if (match.Text("path", "type") != "RegularExpression" && !match.Text("path", "value").StartsWith('/'))
                {
                    Invalid($"{at}.value", match.Text("path", "value"), "must be an absolute path and start with '/'");
                }
            }

            foreach (var (backend, j) in rules[i].Items("backendRefs").Select((b, j) => (b, j)))
            {
                RouteBackend(backend, $"spec.rules[{i}].backendRefs[{j}]");
            }
        }
    }

    private void RouteBackend(JsonObject backend, string at)
    {
        if (backend.Text("name").Length == 0)
        {
            Required($"{at}.name", "");
        }

        bool service = backend.Text("kind") == "Service" && backend.Text("group").Length == 0;
        Range(backend["port"], $"{at}.port", 1, 65535, required: service);
        Range(backend["weight"], $"{at}.weight", 0, 1_000_000);
    }

    private void HostName(string host, string path)
    {
        if (host.Length > 0 && !Host().IsMatch(host))
        {
            Invalid(path, host, "a DNS name, or one that begins with '*.', is expected");
        }
    }

    [GeneratedRegex(@"^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex Host();
}

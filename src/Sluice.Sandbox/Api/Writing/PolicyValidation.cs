using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <content>Objects that steer or bound others: autoscalers, budgets, quotas, rights.</content>
internal sealed partial class Validation
{
    private const string RbacGroup = "rbac.authorization.k8s.io";

    private static readonly string[] MetricSources = ["containerResource", "external", "object", "pods", "resource"];

    private void Autoscaler(JsonObject spec)
    {
        Range(spec["minReplicas"], "spec.minReplicas", 1, int.MaxValue);
        Range(spec["maxReplicas"], "spec.maxReplicas", 1, int.MaxValue, required: true);
        if (spec.Number("minReplicas") is { } least && spec.Number("maxReplicas") is { } most and > 0 && most < least)
        {
            Invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`");
        }

        foreach (string field in (ReadOnlySpan<string>)["kind", "name"])
        {
            if (spec.Text("scaleTargetRef", field).Length == 0)
            {
                Required($"spec.scaleTargetRef.{field}", "");
            }
        }

        var metrics = spec.Items("metrics").ToList();
        for (int i = 0; i < metrics.Count; i++)
        {
            Metric(metrics[i], $"spec.metrics[{i}]");
        }
    }

    private void Metric(JsonObject metric, string path)
    {
        string type = metric.Text("type");
        string field = type.Length > 0 ? char.ToLowerInvariant(type[0]) + type[1..] : "";
        if (type.Length == 0)
        {
            Required($"{path}.type", "must specify a metric source type");
        }
        else if (!MetricSources.Contains(field))
        {
            Unsupported($"{path}.type", type, [.. MetricSources.Select(s => char.ToUpperInvariant(s[0]) + s[1..])]);
        }
        else if (metric[field] is not JsonObject source)
        {
            Required($"{path}.{field}", $"must populate information for the given metric source (type {type})");
        }
        else if (field is "resource" or "containerResource" && source.Text("name").Length == 0)
        {
            Required($"{path}.{field}.name", "must specify a resource name");
        }
        else if (source["target"] is not JsonObject target || !(target.ContainsKey("averageUtilization") || target.ContainsKey("averageValue") || target.ContainsKey("value")))
        {
            Required($"{path}.{field}.target.averageUtilization", "must set either a target raw value or a target utilization");
        }
        else
        {
            Range(target["averageUtilization"], $"{path}.{field}.target.averageUtilization", 1, int.MaxValue);
        }
    }

    private void DisruptionBudget(JsonObject spec)
    {
        if (spec["minAvailable"] is not null && spec["maxUnavailable"] is not null)
        {
            Invalid("spec", spec.ToJsonString(), "minAvailable and maxUnavailable cannot be both set");
        }

        foreach (string field in (ReadOnlySpan<string>)["minAvailable", "maxUnavailable"])
        {
            if (spec.Text(field) is { Length: > 0 } text)
            {
                if (!Percentage().IsMatch(text))
                {
                    Invalid($"spec.{field}", text, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%' or '93%')");
                }
            }
            else
            {
                Range(spec[field], $"spec.{field}", 0, int.MaxValue);
            }
        }
    }

    private void Claim(JsonObject spec)
    {
        var modes = (spec["accessModes"] as JsonArray ?? []).Select(m => m?.ToString() ?? "").ToList();
        if (modes.Count == 0)
        {
            Required("spec.accessModes", "at least 1 access mode is required");
        }

        foreach (string mode in modes.Where(m => m is not ("ReadWriteOnce" or "ReadOnlyMany" or "ReadWriteMany" or "ReadWriteOncePod")))
        {
            Unsupported("spec.accessModes", mode, "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        }

        if (spec.At("resources", "requests", "storage") is not { } size)
        {
            Required("spec.resources[storage]", "");
        }
        else if (!Quantity().IsMatch(size.ToString()))
        {
            Invalid("spec.resources[storage]", size.ToString(), "quantities are a number and a suffix such as m, k, M, G, Ki, Mi or Gi");
        }
    }

    private void Quantities(ResourceKind kind, JsonObject spec)
    {
        var places = kind.Kind == "ResourceQuota"
            ? [(Path: "spec.hard", Map: spec["hard"] as JsonObject)]
            : spec.Items("limits").SelectMany((limit, i) => limit.Where(p => p.Value is JsonObject).Select(p => (Path: $"spec.limits[{i}].{p.Key}", Map: p.Value as JsonObject)));
        foreach (var (path, map) in places)
        {
            foreach (var (resource, quantity) in map ?? [])
            {
                if (quantity is null || !Quantity().IsMatch(quantity.ToString()))
                {
                    Invalid($"{path}[{resource}]", quantity?.ToString() ?? "null", "quantities are a number and a suffix such as m, k, M, G, Ki, Mi or Gi");
                }
            }
        }

        foreach (var (limit, i) in spec.Items("limits").Select((limit, i) => (limit, i)))
        {
            if (limit.Text("type").Length == 0)
            {
                Required($"spec.limits[{i}].type", "");
            }
        }
    }

    private void Role(ResourceKind kind, JsonObject role)
    {
        foreach (var (rule, i) in role.Items("rules").Select((rule, i) => (rule, i)))
        {
            bool paths = rule["nonResourceURLs"] is JsonArray;
            if (rule["verbs"] is not JsonArray { Count: > 0 })
            {
                Required($"rules[{i}].verbs", "verbs must contain at least one value");
            }

            if (paths && (kind.Namespaced || rule["resources"] is not null))
            {
                Invalid($"rules[{i}].nonResourceURLs", rule["nonResourceURLs"]!.ToJsonString(), kind.Namespaced
                    ? "namespaced rules cannot apply to non-resource URLs"
                    : "rules cannot apply to both regular resources and non-resource URLs");
            }

            foreach (string field in paths ? [] : (string[])["apiGroups", "resources"])
            {
                if (rule[field] is not JsonArray { Count: > 0 })
                {
                    Required($"rules[{i}].{field}", $"resource rules must supply at least one of {field}");
                }
            }
        }
    }

    private void Binding(ResourceKind kind, JsonObject binding, JsonObject? before)
    {
        string[] roles = kind.Namespaced ? ["ClusterRole", "Role"] : ["ClusterRole"];
        if (!roles.Contains(binding.Text("roleRef", "kind")))
        {
            Unsupported("roleRef.kind", binding.Text("roleRef", "kind"), roles);
        }

        if (binding.Text("roleRef", "name").Length == 0)
        {
            Required("roleRef.name", "");
        }

        Unchanged(before?["roleRef"], binding["roleRef"], "roleRef", "cannot change roleRef", "FieldValueInvalid");
        foreach (var (subject, i) in binding.Items("subjects").Select((subject, i) => (subject, i)))
        {
            if (subject.Text("kind") is not ("ServiceAccount" or "User" or "Group") and var found)
            {
                Unsupported($"subjects[{i}].kind", found, "Group", "ServiceAccount", "User");
            }

            if (subject.Text("name").Length == 0)
            {
                Required($"subjects[{i}].name", "");
            }

            if (subject.Text("kind") == "ServiceAccount" && subject.Text("namespace").Length == 0)
            {
                Required($"subjects[{i}].namespace", "");
            }
        }
    }

    [GeneratedRegex(@"^[0-9]+%$")]
    private static partial Regex Percentage();

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$")]
    private static partial Regex Quantity();
}
